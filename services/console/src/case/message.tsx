import { type CaseDetail, type CaseFlag, type CaseMessage } from '../api/types.ts';
import { exactTime } from '../i18n/dates.ts';
import { KeyHint } from '../parts/button.tsx';
import { EffectIcon, EyeIcon } from '../parts/icons.tsx';
import { PersonId } from '../parts/person.tsx';
import { useWords } from '../parts/preferences.tsx';
import { Time } from '../parts/time.tsx';
import { effectOf } from './effect.ts';
import { MessageText } from './message-text.tsx';
import { roleOf } from './role.ts';
import { isCounterCue } from './why.ts';

interface MessageProps {
  message: CaseMessage;
  detail: CaseDetail;
  /** The flag that this message raised. */
  flag: CaseFlag | undefined;
  isCurrent: boolean;
  isRevealed: boolean;
  onSelect(): void;
  onToggle(): void;
}

export function Message({ message, detail, flag, isCurrent, isRevealed, onSelect, onToggle }: MessageProps) {
  const words = useWords();
  const role = roleOf(detail, message.senderId);
  const values = { sender: message.senderId, time: exactTime(words.language, message.sentAt) };
  return (
    <li
      className={`message message-${role}`}
      aria-current={isCurrent || undefined}
      onClick={onSelect}
      onFocus={onSelect}
    >
      <div className="message-head">
        <PersonId id={message.senderId} />
        <span className="role">{words.say(`case.people.${role}`)}</span>
        <Time iso={message.sentAt} exact />
        {message.text !== '' && (
          <button
            type="button"
            className="reveal"
            aria-label={words.say(isRevealed ? 'case.message.mask.label' : 'case.message.reveal.label', values)}
            onClick={onToggle}
          >
            <EyeIcon open={!isRevealed} />
            {words.say(isRevealed ? 'case.message.mask' : 'case.message.reveal')}
            {isCurrent && <KeyHint>X</KeyHint>}
          </button>
        )}
      </div>
      <MessageText text={message.text} language={detail.language} isRevealed={isRevealed} />
      <Signals message={message} isActor={role === 'actor'} />
      {flag && (
        <p className="message-alert">
          {words.say('case.message.alert', { severity: words.nameOf('severity', flag.severity) })}
        </p>
      )}
    </li>
  );
}

/** Cues in words, and what the message did to the actor's risk. */
function Signals({ message, isActor }: { message: CaseMessage; isActor: boolean }) {
  const words = useWords();
  const effect = effectOf(message.contribution);
  if (message.cues.length === 0 && !isActor) return null;
  return (
    <div className="signals">
      {isActor && (
        <span className={`effect effect-${effect.direction}`}>
          <EffectIcon direction={effect.direction} strength={effect.strength} />
          {words.say(effect.key)}
        </span>
      )}
      {message.cues.length > 0 && (
        <ul className="cues">
          {message.cues.map((cue) => (
            <li key={cue} className={isCounterCue(cue) ? 'cue cue-counter' : 'cue'}>
              {words.nameOf('cue', cue)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
