import { type MessageKey } from '../i18n/en/index.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { usePreferences } from './preferences.tsx';

const lines: [string[], MessageKey][] = [
  [['J'], 'keys.next'],
  [['K'], 'keys.previous'],
  [['Enter'], 'keys.open'],
  [['N'], 'keys.fresh'],
  [['Q'], 'keys.back'],
  [['C'], 'keys.claim'],
  [['D'], 'keys.decide'],
  [['1', '…', '6'], 'keys.choose'],
  [['M'], 'keys.comment'],
  [['Ctrl', 'Enter'], 'keys.send'],
  [['←', '→'], 'keys.message'],
  [['X'], 'keys.reveal'],
  [['⇧', 'X'], 'keys.reveal-all'],
  [['?'], 'keys.help'],
];

export function Help({ onClose }: { onClose(): void }) {
  const { words, keys, setKeys } = usePreferences();
  return (
    <Dialog title={words.say('keys.title')} onClose={onClose}>
      <p className="muted">{words.say('keys.intro')}</p>
      <dl className="key-list">
        {lines.map(([caps, key]) => (
          <div key={key}>
            <dt>
              {caps.map((cap) => (
                <kbd key={cap} className="key">
                  {cap}
                </kbd>
              ))}
            </dt>
            <dd>{words.say(key)}</dd>
          </div>
        ))}
      </dl>
      <label className="check">
        <input type="checkbox" checked={keys} onChange={(event) => setKeys(event.target.checked)} />
        <span>
          {words.say('keys.enabled')}
          <small>{words.say('keys.enabled.hint')}</small>
        </span>
      </label>
      <div className="dialog-actions">
        <Button look="primary" onClick={onClose}>
          {words.say('desk.close')}
        </Button>
      </div>
    </Dialog>
  );
}
