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

export interface Lists {
  /** What stands on the page. */
  shown: CaseSummary[];
  /** What is known by now, in order; `shown` may hold cases that it no longer does. */
  known: CaseSummary[];
  /** Which of the known ones should stand on the page. */
  wanted(item: CaseSummary): boolean;
}

/**
 * Puts fresh cases before a reader without moving what she points at. Let go, the rows are simply the wanted ones.
 * Held, every row stays at its place, with its new content, even when it should leave or move; new cases may only be
 * added below the last row, because that moves nothing.
 */
export function arrange({ shown, known, wanted }: Lists, held: boolean): Arrangement {
  const fresh = known.filter(wanted);
  if (!held || shown.length === 0) return { rows: fresh, waiting: [], outOfOrder: false };
  const knownById = new Map(known.map((item) => [item.caseId, item]));
  const shownIds = new Set(shown.map((item) => item.caseId));
  const stay = shown.map((item) => knownById.get(item.caseId) ?? item);
  const arrived = fresh.filter((item) => !shownIds.has(item.caseId));
  const below = arrived.filter((item) => stay.every((row) => byUrgency(row, item) < 0));
  const rows = [...stay, ...below];
  const waiting = arrived.filter((item) => !below.includes(item));
  return { rows, waiting, outOfOrder: !areInOrder(rows, new Set(fresh)) };
}

function areInOrder(rows: CaseSummary[], fresh: Set<CaseSummary>): boolean {
  return rows.every((row, index) => {
    const before = rows[index - 1];
    return fresh.has(row) && (before === undefined || byUrgency(before, row) < 0);
  });
}
