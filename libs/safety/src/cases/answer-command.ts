import { type Case, type CommandAnswer } from './case.ts';
import { type CaseChange } from './case-event.ts';
import { type CaseCommand } from './case-input.ts';

/**
 * A new command on a case that is there: its answer, and the one change to record, which for a refusal is the refusal.
 * Claim an open case; release one's own (a lead: anybody's); decide what one holds; comment on any.
 */
export function answerCommand(current: Case, command: CaseCommand): { answer: CommandAnswer; change: CaseChange } {
  const { action, issuedBy, expectedVersion } = command;
  const holds = current.owner === issuedBy;
  if (expectedVersion !== 0 && expectedVersion !== current.version) return nothing('version-mismatch');
  if (action.type === 'comment') return applied({ type: 'COMMENTED', text: action.text });
  if (current.state === 'DECIDED') return nothing('already-decided');
  if (action.type === 'claim') {
    if (current.state === 'OPEN') return applied({ type: 'CLAIMED' });
    return nothing(holds ? 'unchanged' : 'already-claimed');
  }
  if (current.state === 'OPEN') return nothing('not-claimed');
  if (action.type === 'release') {
    return holds || command.roles.includes('lead') ? applied({ type: 'RELEASED' }) : nothing('not-owner');
  }
  if (!holds) return nothing('already-claimed');
  return applied({ type: 'DECIDED', disposition: action.disposition, reason: action.reason });
}

function applied(change: CaseChange): { answer: CommandAnswer; change: CaseChange } {
  return { answer: 'applied', change };
}

function nothing(answer: Exclude<CommandAnswer, 'applied'>): { answer: CommandAnswer; change: CaseChange } {
  return { answer, change: { type: 'ANSWERED', answer } };
}
