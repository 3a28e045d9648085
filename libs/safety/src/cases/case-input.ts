import { type Flag } from '@vigie/contracts';
import { type Disposition } from './case.ts';

/** What a flag says without quoting anybody. */
export type FlagFacts = Omit<Flag, 'tenantId' | 'conversationId' | 'actorId' | 'harm' | 'evidence'>;

/** The part of a flag that is sealed under the case's key. */
export type FlagEvidence = Flag['evidence'];

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
  { readonly kind: 'flag'; readonly flag: Flag } | { readonly kind: 'command'; readonly command: CaseCommand };

export function factsOf(flag: Flag): FlagFacts {
  const { tenantId: _1, conversationId: _2, actorId: _3, harm: _4, evidence: _5, ...facts } = flag;
  return facts;
}
