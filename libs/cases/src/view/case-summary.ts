import { type Participant } from '@vigie/contracts';
import { type Case, type CaseState, type Disposition, type Harm, type Severity } from '@vigie/safety';

/** A case in a list, as the HTTP API shows it. Times are ISO 8601, UTC. */
export interface CaseSummary {
  caseId: string;
  tenantId: string;
  conversationId: string;
  actorId: string;
  targetIds: readonly string[];
  participants: readonly Participant[];
  harm: Harm;
  severity: Severity;
  state: CaseState;
  dueAt: string;
  openedAt: string;
  updatedAt: string;
  firstSeenAt: string;
  raisedAt: string;
  owner: string | null;
  disposition: Disposition | null;
  score: number;
  stages: readonly string[];
  language: string;
  surface: string;
  country: string;
  flags: number;
  comments: number;
  version: number;
  degraded: boolean;
}

export function summarize(of: Case): CaseSummary {
  const { caseId, tenantId, conversationId, actorId, targetIds, participants, harm, severity, state, owner, score } =
    of;
  const { stages, language, surface, country, comments, version, degraded } = of;
  return {
    ...{ caseId, tenantId, conversationId, actorId, targetIds, participants, harm, severity, state },
    dueAt: iso(of.dueAt),
    openedAt: iso(of.openedAt),
    updatedAt: iso(of.updatedAt),
    firstSeenAt: iso(of.firstSeenAt),
    raisedAt: iso(of.raisedAt),
    owner,
    disposition: of.decision?.disposition ?? null,
    ...{ score, stages, language, surface, country, flags: of.flagIds.length, comments, version, degraded },
  };
}

export function iso(time: number): string {
  return new Date(time).toISOString();
}
