import { contentId } from '@vigie/contracts';
import { type Harm, type Severity } from '../harm.ts';
import { type CommandAnswer, type Disposition } from './case.ts';
import { type FlagEvidence, type FlagFacts } from './case-input.ts';

/** What happened. Texts are `null` where the event was read without its key, or the key has been erased. */
export type CaseChange =
  | { readonly type: 'OPENED'; readonly severity: Severity; readonly dueAt: number }
  | { readonly type: 'FLAG_ADDED'; readonly flag: FlagFacts; readonly evidence: FlagEvidence | null }
  | { readonly type: 'SEVERITY_RAISED'; readonly from: Severity; readonly to: Severity; readonly dueAt: number }
  | { readonly type: 'CLAIMED' }
  | { readonly type: 'RELEASED' }
  | { readonly type: 'COMMENTED'; readonly text: string | null }
  | { readonly type: 'DECIDED'; readonly disposition: Disposition; readonly reason: string | null }
  | { readonly type: 'REOPENED'; readonly severity: Severity; readonly dueAt: number }
  /** A command changed nothing. Kept because a replay, later, might: it must get the same answer. */
  | { readonly type: 'ANSWERED'; readonly answer: Exclude<CommandAnswer, 'applied'> };

export interface CaseEventHead {
  readonly caseId: string;
  /** 1, 2, 3 … without a gap. */
  readonly sequence: number;
  /** Id of the event before, empty for the first: an event decided on another past is not applied. */
  readonly previous: string;
  readonly tenantId: string;
  readonly conversationId: string;
  readonly actorId: string;
  readonly harm: Harm;
  readonly recordedAt: number;
  /** `vigie`, or who issued the command. */
  readonly recordedBy: string;
  /** Id of the flag or command that this event answers. */
  readonly causeId: string;
}

export type CaseEvent = CaseEventHead & CaseChange;

/** Chains a case's events: covers the whole past, and no text. */
export function caseEventId(event: CaseEvent): string {
  const { caseId, sequence, previous, type, causeId, recordedBy, recordedAt } = event;
  return contentId('case-event', previous, caseId, String(sequence), type, causeId, recordedBy, String(recordedAt));
}
