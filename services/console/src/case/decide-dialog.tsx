import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { type CaseDetail, type Disposition } from '../api/types.ts';
import { Button, KeyHint } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { usePreferences } from '../parts/preferences.tsx';
import { CommandProblem } from './command-result.tsx';
import { ReasonField } from './reason-field.tsx';
import { sendOnCtrlEnter } from './send-on-ctrl-enter.ts';
import { type Commands } from './use-commands.ts';

const dispositions: Disposition[] = [
  'CONFIRMED',
  'FALSE_ALARM',
  'NOT_ENOUGH_CONTEXT',
  'DUPLICATE',
  'ESCALATED',
  'REPORTED',
];

/** What was chosen and written so far; kept while the dialog is closed to look at the case again. */
export interface Draft {
  disposition: Disposition | undefined;
  reason: string;
}

export const emptyDraft: Draft = { disposition: undefined, reason: '' };

interface DecideDialogProps {
  draft: Draft;
  onDraft(draft: Draft): void;
  detail: CaseDetail;
  commands: Commands;
  onClose(): void;
}

/** Outcome and reason, nothing chosen beforehand. It stays open, text and all, until the service has recorded it. */
export function DecideDialog({ draft, onDraft, detail, commands, onClose }: DecideDialogProps) {
  const { words, keys } = usePreferences();
  const { disposition, reason } = draft;
  const setDisposition = (next: Disposition): void => onDraft({ ...draft, disposition: next });
  const [tried, setTried] = useState(false);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (disposition === undefined || reason.trim() === '') return;
    if (!(await commands.send({ type: 'decide', disposition, reason: reason.trim() }))) return;
    onDraft(emptyDraft);
    onClose();
  };
  const chooseByDigit = (event: KeyboardEvent): void => {
    const chosen = dispositions[Number(event.key) - 1];
    const isWriting = event.target instanceof HTMLTextAreaElement;
    if (chosen !== undefined && keys && !isWriting && !event.ctrlKey && !event.metaKey && !event.altKey) {
      setDisposition(chosen);
    }
  };
  return (
    <Dialog title={words.say('command.decide.title')} onClose={onClose}>
      <form
        onSubmit={(event) => void submit(event)}
        onKeyDown={(event) => {
          chooseByDigit(event);
          sendOnCtrlEnter(event);
        }}
        noValidate
      >
        <fieldset className="outcomes" aria-describedby={tried && !disposition ? 'outcome-missing' : undefined}>
          <legend>{words.say('command.decide.outcome')}</legend>
          {dispositions.map((each, index) => (
            <label key={each} className="outcome-choice">
              <input
                type="radio"
                name="disposition"
                checked={disposition === each}
                onChange={() => setDisposition(each)}
              />
              <span>
                <strong>{words.nameOf('disposition', each)}</strong>
                <small>{words.say(`disposition.${each}.meaning`)}</small>
              </span>
              <KeyHint>{String(index + 1)}</KeyHint>
            </label>
          ))}
        </fieldset>
        {tried && disposition === undefined && (
          <p className="field-error" id="outcome-missing" role="alert">
            {words.say('command.decide.missing-outcome')}
          </p>
        )}
        <ReasonField
          value={reason}
          onChange={(next) => onDraft({ ...draft, reason: next })}
          isMissing={tried && reason.trim() === ''}
        />
        <CommandProblem detail={detail} commands={commands} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{words.say('desk.cancel')}</Button>
          <Button look="primary" type="submit" hint="Ctrl ⏎" busy={commands.isSending} disabled={commands.isSending}>
            {words.say(commands.isSending ? 'command.working' : 'command.decide.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
