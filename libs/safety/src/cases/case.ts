import { type Participant, type Surface } from '@vigie/contracts';
import { type Harm, type Severity } from '../harm.ts';

export const CASE_STATES = ['OPEN', 'CLAIMED', 'DECIDED'] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** How a person ended a case. */
export const DISPOSITIONS = [
  'CONFIRMED',
  'FALSE_ALARM',
  'NOT_ENOUGH_CONTEXT',
  'DUPLICATE',
  'ESCALATED',
  'REPORTED',
] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** Why a command changed nothing. Closed list: these are also the problem types of the HTTP API. */
export const REFUSALS = [
  'unknown-case',
  'already-claimed',
  'already-decided',
  'not-claimed',
  'not-owner',
  'version-mismatch',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** `unchanged`: what was asked is so already (a claim by the one who holds the case). */
export type CommandAnswer = 'applied' | 'unchanged' | Refusal;

export interface AnsweredCommand {
  readonly commandId: string;
  readonly answer: CommandAnswer;
  /** Version of the case after the answer. */
  readonly version: number;
}

export interface CaseDecision {
  readonly by: string;
  readonly at: number;
  readonly disposition: Disposition;
  readonly severity: Severity;
}

/**
 * What is true of one case: tenant + conversation + actor + harm. A fold of its events, and all that deciding needs.
 * Holds no text of messages, comments or reasons, so it may be kept in the clear. Times are milliseconds since 1970.
 */
export interface Case {
  readonly caseId: string;
  readonly tenantId: string;
  readonly conversationId: string;
  readonly actorId: string;
  readonly harm: Harm;
  /** Number and id of the last event: the next one must name both. */
  readonly sequence: number;
  readonly head: string;
  /** Sequence of the last event that changed what people see; the ETag of the API. */
  readonly version: number;
  readonly state: CaseState;
  /** Never falls. */
  readonly severity: Severity;
  readonly dueAt: number;
  readonly openedAt: number;
  readonly updatedAt: number;
  readonly owner: string | null;
  readonly decision: CaseDecision | null;
  readonly flagIds: readonly string[];
  readonly targetIds: readonly string[];
  /** Actor and targets, as far as the platform said who they are. */
  readonly participants: readonly Participant[];
  /** Cues in the order first seen over all flags. */
  readonly stages: readonly string[];
  /** Highest of the flags. */
  readonly score: number;
  readonly firstSeenAt: number;
  /** Event time of the newest flag; what follows is that flag's. */
  readonly raisedAt: number;
  readonly language: string;
  readonly surface: Surface;
  readonly country: string;
  readonly degraded: boolean;
  readonly comments: number;
  /** The last commands and their answers, oldest first, so that a replay answers the same. */
  readonly commands: readonly AnsweredCommand[];
}

/**
 * What a case remembers is bounded, whatever comes in. Beyond `flags` only flags are kept that bring a stage, a target
 * or another severity. `commands`: more than twice a batch (MOST_BATCH_RECORDS of services/alerts), since after a crash
 * a whole batch may come again and must get the same answers.
 */
export const CASE_LIMITS = { flags: 1000, targets: 256, stages: 128, commands: 512 } as const;
