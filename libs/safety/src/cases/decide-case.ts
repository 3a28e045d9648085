/**
 * What follows for a case from one flag of the scorer or one command of a person. Pure: the effects (append to the
 * log, apply to the view, answer the caller) are those of services/alerts.
 *
 * - The first flag opens the case. The same flag again changes nothing. A worse one raises the severity and brings
 *   the due time forward; nothing lowers a severity or gives more time, except a reopening, which starts a new clock.
 * - Flags are kept, up to CASE_LIMITS.flags; after that only those that bring a stage or a target, raise the severity
 *   or reopen the case, so that a case is bounded and nothing new is lost.
 * - A flag on a decided case is kept in the same way. It reopens the case when it is worse than what was decided on; or
 *   when the decision was not about guilt (false alarm, not enough context, duplicate) and the flag brings a stage nobody
 *   has looked at. After CONFIRMED, ESCALATED or REPORTED somebody acts already: more of the same is added in silence.
 * - A command that came before gets the answer it got, even if it would be another one today.
 */
import { caseId, type Flag } from '@vigie/contracts';
import { isWorse, type Severity } from '../harm.ts';
import { bringsNews } from './apply-case-event.ts';
import { CASE_LIMITS, type Case, type CommandAnswer, type Disposition } from './case.ts';
import { type CaseChange, type CaseEvent, type CaseEventHead, caseEventId } from './case-event.ts';
import { type CaseCommand, type CaseInput, factsOf } from './case-input.ts';
import { answerCommand } from './answer-command.ts';

export interface DecideContext {
  /** Milliseconds since 1970, wall clock: due times are promises to people. */
  readonly now: number;
  /** Milliseconds until somebody must have acted. */
  readonly clocks: Readonly<Record<Severity, number>>;
}

export type CaseOutcome =
  /** `ignored`: the case is full and the flag brings no stage and no target and changes no severity. */
  | { readonly kind: 'flag'; readonly result: 'added' | 'duplicate' | 'ignored' }
  | {
      readonly kind: 'command';
      readonly commandId: string;
      readonly answer: CommandAnswer;
      /** Version of the case after the answer; 0 when there is none. */
      readonly version: number;
    };

export interface CaseVerdict {
  readonly events: readonly CaseEvent[];
  readonly outcome: CaseOutcome;
}

export function decideCase(current: Case | null, input: CaseInput, context: DecideContext): CaseVerdict {
  return input.kind === 'flag'
    ? decideFlag(current, input.flag, context)
    : decideCommand(current, input.command, context);
}

/** Dispositions that leave open whether the actor did it. */
const UNDECIDED: ReadonlySet<Disposition> = new Set(['FALSE_ALARM', 'NOT_ENOUGH_CONTEXT', 'DUPLICATE']);

function decideFlag(current: Case | null, flag: Flag, context: DecideContext): CaseVerdict {
  const result = (result: 'added' | 'duplicate' | 'ignored', changes: readonly CaseChange[] = []): CaseVerdict => ({
    events: chain(current, changes, {
      caseId: caseId(flag),
      tenantId: flag.tenantId,
      conversationId: flag.conversationId,
      actorId: flag.actorId,
      harm: flag.harm,
      recordedAt: context.now,
      recordedBy: 'vigie',
      causeId: flag.flagId,
    }),
    outcome: { kind: 'flag', result },
  });
  const { severity, stages, evidence } = flag;
  const dueAt = context.now + context.clocks[severity];
  const added: CaseChange = { type: 'FLAG_ADDED', flag: factsOf(flag), evidence };
  if (current === null) return result('added', [{ type: 'OPENED', severity, dueAt }, added]);
  if (current.flagIds.includes(flag.flagId)) return result('duplicate');

  const worse = isWorse(severity, current.severity);
  if (current.decision !== null) {
    const newStage = stages.some((stage) => !current.stages.includes(stage));
    if (worse || (newStage && UNDECIDED.has(current.decision.disposition))) {
      const reopened = worse ? severity : current.severity;
      const clock = context.now + context.clocks[reopened];
      return result('added', [added, { type: 'REOPENED', severity: reopened, dueAt: clock }]);
    }
  } else if (worse) {
    const sooner = Math.min(current.dueAt, dueAt);
    return result('added', [added, { type: 'SEVERITY_RAISED', from: current.severity, to: severity, dueAt: sooner }]);
  }
  const isFull = current.flagIds.length >= CASE_LIMITS.flags;
  return isFull && !bringsNews(current, flag) ? result('ignored') : result('added', [added]);
}

function decideCommand(current: Case | null, command: CaseCommand, context: DecideContext): CaseVerdict {
  const { commandId } = command;
  const outcome = (answer: CommandAnswer, version: number): CaseOutcome => {
    return { kind: 'command', commandId, answer, version };
  };
  if (current === null || !isAbout(command, current)) return { events: [], outcome: outcome('unknown-case', 0) };
  const before = current.commands.find((answered) => answered.commandId === commandId);
  if (before !== undefined) return { events: [], outcome: outcome(before.answer, before.version) };

  const { answer, change } = answerCommand(current, command);
  const { caseId, tenantId, conversationId, actorId, harm } = current;
  const events = chain(current, [change], {
    ...{ caseId, tenantId, conversationId, actorId, harm },
    recordedAt: context.now,
    recordedBy: command.issuedBy,
    causeId: commandId,
  });
  return { events, outcome: outcome(answer, answer === 'applied' ? current.sequence + 1 : current.version) };
}

function isAbout(command: CaseCommand, current: Case): boolean {
  return (
    command.caseId === current.caseId &&
    command.tenantId === current.tenantId &&
    command.conversationId === current.conversationId
  );
}

/** Numbers the changes and ties each to the one before. */
function chain(
  current: Case | null,
  changes: readonly CaseChange[],
  head: Omit<CaseEventHead, 'sequence' | 'previous'>,
): CaseEvent[] {
  const events: CaseEvent[] = [];
  let [sequence, previous] = [current?.sequence ?? 0, current?.head ?? ''];
  for (const change of changes) {
    sequence += 1;
    const event: CaseEvent = { ...head, sequence, previous, ...change };
    previous = caseEventId(event);
    events.push(event);
  }
  return events;
}
