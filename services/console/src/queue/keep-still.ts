import { type CaseSummary } from '../api/types.ts';
import { byUrgency } from './order.ts';

export interface Arrangement {
  /** What to show, in this order. */
  rows: CaseSummary[];
  /** New cases that wait above or between the rows until the reader lets go. */
  waiting: CaseSummary[];
  /** The rows shown are no longer in the right order, or no longer all wanted. */
  outOfOrder: boolean;
}

/**
 * Puts fresh cases before a reader without moving what she points at.
 *
 * `shown` is what stands on the page, `fresh` what should stand there, in order. Let go, the rows are simply the fresh
 * ones. Held, every row stays at its place, with its new content, even when it should leave or move; new cases may only
 * be added below the last row, because that moves nothing.
 */
export function arrange(shown: CaseSummary[], fresh: CaseSummary[], held: boolean): Arrangement {
  if (!held || shown.length === 0) return { rows: fresh, waiting: [], outOfOrder: false };
  const freshById = new Map(fresh.map((item) => [item.caseId, item]));
  const shownIds = new Set(shown.map((item) => item.caseId));
  const stay = shown.map((item) => freshById.get(item.caseId) ?? item);
  const arrived = fresh.filter((item) => !shownIds.has(item.caseId));
  const below = arrived.filter((item) => stay.every((row) => byUrgency(row, item) < 0));
  const rows = [...stay, ...below];
  const waiting = arrived.filter((item) => !below.includes(item));
  return { rows, waiting, outOfOrder: !isInOrder(rows, freshById) };
}

function isInOrder(rows: CaseSummary[], wanted: Map<string, CaseSummary>): boolean {
  return rows.every((row, index) => {
    const before = rows[index - 1];
    return wanted.has(row.caseId) && (before === undefined || byUrgency(before, row) < 0);
  });
}
