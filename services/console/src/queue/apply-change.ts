import { type CaseSummary, type Page } from '../api/types.ts';
import { type Filters, matches } from './filters.ts';
import { byUrgency } from './order.ts';

/**
 * What the pages of a list become when a case changes. An older version changes nothing. A case that no longer matches
 * stays, as it is now, until the list is read again: somebody may be pointing at it, and readers of the list ask
 * {@link matches} anyway. One that would lie beyond the last page loaded waits there until that page is asked for.
 */
export function applyChange(pages: Page<CaseSummary>[], change: CaseSummary, filters: Filters): Page<CaseSummary>[] {
  const known = pages.flatMap((page) => page.items).find((item) => item.caseId === change.caseId);
  const isNews = known === undefined ? matches(filters, change) : known.version < change.version;
  if (!isNews) return pages;
  const participants = change.participants ?? known?.participants;
  const others = pages.map((page) => ({
    ...page,
    items: page.items.filter((item) => item.caseId !== change.caseId),
  }));
  return insert(others, participants ? { ...change, participants } : change);
}

function insert(pages: Page<CaseSummary>[], item: CaseSummary): Page<CaseSummary>[] {
  const target = pages.findIndex(
    (page) => page.nextCursor === null || page.items.some((each) => byUrgency(item, each) < 0),
  );
  return pages.map((page, index) =>
    index === target ? { ...page, items: [...page.items, item].sort(byUrgency) } : page,
  );
}
