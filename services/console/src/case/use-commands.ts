import { useEffect, useState } from 'react';
import { intend, type Intent, useCommand } from '../api/cases.ts';
import { type Problem } from '../api/problem.ts';
import { useMe } from '../api/session.ts';
import { type CaseDetail, type Command } from '../api/types.ts';

const doneShownMs = 8_000;

export interface Commands {
  /** Whose case it is, seen from the reader. */
  owner: 'nobody' | 'me' | 'other';
  may: Record<'claim' | 'release' | 'comment' | 'decide', boolean>;
  send(command: Command): Promise<boolean>;
  /** Sends the very same command again, after a failure that allows it. */
  again(): void;
  isSending: boolean;
  /** What went wrong last, until it is dismissed or the next command. */
  problem: Problem | null;
  /** What was done last, for some seconds. */
  done: Command | undefined;
  dismiss(): void;
}

/** What the reader may do with this case now, and how to do it. The service has the last word on all of it. */
export function useCommands(detail: CaseDetail): Commands {
  const me = useMe().data;
  const { mutateAsync, reset, isPending, error, variables } = useCommand(detail.caseId);
  const [done, setDone] = useState<Command>();
  useEffect(() => {
    if (done === undefined) return;
    const timer = setTimeout(() => setDone(undefined), doneShownMs);
    return () => clearTimeout(timer);
  }, [done]);
  const works = me?.roles.some((role) => role === 'reviewer' || role === 'lead') ?? false;
  const owner = detail.owner === null ? 'nobody' : detail.owner === me?.userId ? 'me' : 'other';
  const isClaimed = detail.state === 'CLAIMED';

  const run = async (intent: Intent): Promise<boolean> => {
    if (isPending) return false;
    setDone(undefined);
    return mutateAsync(intent).then(
      () => {
        setDone(intent.command);
        return true;
      },
      () => false,
    );
  };
  return {
    owner,
    may: {
      claim: works && detail.state === 'OPEN',
      release: isClaimed && (owner === 'me' || (me?.roles.includes('lead') ?? false)),
      comment: works,
      decide: works && isClaimed && owner === 'me',
    },
    send: (command) => run(intend(command, detail.version)),
    again: () => void (variables && run(variables)),
    isSending: isPending,
    problem: error,
    done,
    dismiss: reset,
  };
}
