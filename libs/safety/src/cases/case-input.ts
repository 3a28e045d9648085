import { type Participant, type Surface } from '@vigie/contracts';
import { type Harm, type Severity } from '../harm.ts';
import { type Disposition } from './case.ts';

/** What a flag says without quoting anybody. Times are event times, milliseconds since 1970. */
export interface FlagFacts {
  readonly flagId: string;
  readonly severity: Severity;
  readonly score: number;
  readonly threshold: number;
  readonly stages: readonly string[];
  readonly targetIds: readonly string[];
  readonly firstSeenAt: number;
  readonly raisedAt: number;
  /** Chat event that raised it. */
  readonly eventId: string;
  readonly versions: { readonly model: string; readonly policy: string; readonly normaliser: string };
  readonly degraded: boolean;
  readonly language: string;
  readonly surface: Surface;
  readonly country: string;
  readonly obfuscation: number;
}

/** One message of the window around the decision, as the platform sent it. */
export interface CaseMessage {
  readonly eventId: string;
  readonly senderId: string;
  readonly sentAt: number;
  readonly text: string;
  readonly cues: readonly string[];
  readonly contribution: number;
  readonly risk: number;
  readonly trace: Readonly<Record<string, string>>;
}

/** The part of a flag that is sealed under the case's key. */
export interface FlagEvidence {
  readonly messages: readonly CaseMessage[];
  readonly participants: readonly Participant[];
}

/** A flag as the scorer raised it. */
export interface CaseFlag {
  readonly tenantId: string;
  readonly conversationId: string;
  readonly actorId: string;
  readonly harm: Harm;
  readonly facts: FlagFacts;
  readonly evidence: FlagEvidence;
}

export type CaseAction =
  | { readonly type: 'claim' }
  | { readonly type: 'release' }
  | { readonly type: 'comment'; readonly text: string }
  | { readonly type: 'decide'; readonly disposition: Disposition; readonly reason: string };

/** What a person wants done. The edge has checked that the roles allow it at all. */
export interface CaseCommand {
  readonly commandId: string;
  readonly tenantId: string;
  readonly conversationId: string;
  readonly caseId: string;
  readonly issuedBy: string;
  readonly issuedAt: number;
  readonly roles: readonly string[];
  /** Version of the case that the person saw; 0: any. */
  readonly expectedVersion: number;
  readonly action: CaseAction;
}

export type CaseInput =
  | { readonly kind: 'flag'; readonly flag: CaseFlag }
  | { readonly kind: 'command'; readonly command: CaseCommand };
