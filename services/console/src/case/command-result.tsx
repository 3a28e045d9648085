import { type CaseDetail } from '../api/types.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { useWords } from '../parts/preferences.tsx';
import { explain } from './explain.ts';
import { type Commands } from './use-commands.ts';

interface CommandResultProps {
  detail: CaseDetail;
  commands: Commands;
}

/** Why the last command did not happen, and what to do. The case around it is already the fresh one. */
export function CommandProblem({ detail, commands }: CommandResultProps) {
  const words = useWords();
  const { problem, dismiss, again, isSending } = commands;
  if (isSending || problem === null) return null;
  const actions = (
    <>
      {problem.mayRepeat && <Button onClick={again}>{words.say('problem.again')}</Button>}
      <Button look="quiet" onClick={dismiss}>
        {words.say('problem.dismiss')}
      </Button>
    </>
  );
  return (
    <Notice tone="warning" actions={actions}>
      {explain(words, problem, detail)}
    </Notice>
  );
}

/** Says quietly that it happened; its place is always there, so that a screen reader hears it. */
export function CommandDone({ commands: { done } }: Pick<CommandResultProps, 'commands'>) {
  const words = useWords();
  const disposition = done?.type === 'decide' ? words.nameOf('disposition', done.disposition) : '';
  return (
    <span className="done" role="status">
      {done && words.say(`command.done.${done.type}`, { disposition })}
    </span>
  );
}
