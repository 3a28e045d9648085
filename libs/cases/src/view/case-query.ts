/** How cases are ordered, filtered and paged: pure, shared by the adapters of the view. */
import { type Case, type CaseState, type Harm, SEVERITIES, type Severity } from '@vigie/safety';

/** A case matches when every filter that is present names its value. */
export interface CaseFilter {
  readonly state?: readonly CaseState[];
  readonly severity?: readonly Severity[];
  readonly harm?: readonly Harm[];
  readonly tenant?: readonly string[];
  readonly actor?: readonly string[];
  readonly conversation?: readonly string[];
}

export interface CaseQuery {
  readonly filter: CaseFilter;
  readonly limit: number;
  /** `next` of the page before. */
  readonly after: string | null;
}

export interface QueuePlace {
  readonly score: number;
  readonly caseId: string;
}

const FIELDS = {
  state: (of: Case) => of.state,
  severity: (of: Case) => of.severity,
  harm: (of: Case) => of.harm,
  tenant: (of: Case) => of.tenantId,
  actor: (of: Case) => of.actorId,
  conversation: (of: Case) => of.conversationId,
} as const satisfies Record<keyof CaseFilter, (of: Case) => string>;
const FILTERS = Object.keys(FIELDS) as (keyof CaseFilter)[];

export function matches(of: Case, filter: CaseFilter): boolean {
  return FILTERS.every((name) => (filter[name] as readonly string[] | undefined)?.includes(FIELDS[name](of)) ?? true);
}

/** One number for severity, then due time (milliseconds, below 10^13): exact in a double. Ties go by case id. */
export function placeOf(of: Case): QueuePlace {
  return { score: SEVERITIES.indexOf(of.severity) * 1e13 + of.dueAt, caseId: of.caseId };
}

export function comparePlaces(a: QueuePlace, b: QueuePlace): number {
  return a.score - b.score || (a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0);
}

/** Indexes that hold this case, each in the order of the queue. */
export function indexesOf(of: Case): string[] {
  return FILTERS.map((name) => indexName(name, FIELDS[name](of)));
}

/** For each filter that is present the indexes whose union holds all that can match. */
export function indexChoices(filter: CaseFilter): string[][] {
  return FILTERS.flatMap((name) => {
    const values = filter[name];
    return values === undefined ? [] : [[...new Set<string>(values)].map((value) => indexName(name, value))];
  });
}

function indexName(filter: keyof CaseFilter, value: string): string {
  return `by:${filter}:${value}`;
}

export function encodeCursor({ score, caseId }: QueuePlace): string {
  return Buffer.from(`${score}:${caseId}`).toString('base64url');
}

/** `null` for anything that `encodeCursor` has not made. */
export function decodeCursor(cursor: string): QueuePlace | null {
  const [, score, caseId] =
    /^(\d{1,16}):([0-9a-f]{32})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  return score === undefined || caseId === undefined ? null : { score: Number(score), caseId };
}
