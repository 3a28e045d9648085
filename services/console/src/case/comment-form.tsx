import { type FormEvent, useRef } from 'react';
import { Button } from '../parts/button.tsx';
import { useWords } from '../parts/preferences.tsx';
import { useKey } from '../parts/use-key.ts';
import { useDraft } from './drafts.ts';
import { sendOnCtrlEnter } from './send-on-ctrl-enter.ts';
import { type Commands } from './use-commands.ts';

/** The text stays in the field until the service has it. */
export function CommentForm({ caseId, commands }: { caseId: string; commands: Commands }) {
  const words = useWords();
  const [text, setText] = useDraft(`comment ${caseId}`, '');
  const field = useRef<HTMLTextAreaElement>(null);
  useKey('m', () => field.current?.focus());
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() === '' || commands.isSending) return;
    if (await commands.send({ type: 'comment', text: text.trim() })) setText('');
  };
  return (
    <form className="comment-form" onSubmit={(event) => void submit(event)} onKeyDown={sendOnCtrlEnter}>
      <label htmlFor="comment">{words.say('command.comment.label')}</label>
      <textarea
        id="comment"
        ref={field}
        rows={2}
        maxLength={4000}
        value={text}
        aria-keyshortcuts="M"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      <Button type="submit" hint="Ctrl ⏎" disabled={text.trim() === '' || commands.isSending}>
        {words.say('command.comment.send')}
      </Button>
    </form>
  );
}
