import { type CaseSummary } from '../api/types.ts';

/** The order of the work: worst first, then the one whose time runs out first; the id settles ties, as in the API. */
export function byUrgency(a: CaseSummary, b: CaseSummary): number {
  return (
    compare(a.severity, b.severity) || compare(Date.parse(a.dueAt), Date.parse(b.dueAt)) || compare(a.caseId, b.caseId)
  );
}

const compare = <Value extends string | number>(a: Value, b: Value): number => (a < b ? -1 : a > b ? 1 : 0);
