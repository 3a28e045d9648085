import { type CaseSummary, type Page } from '../api/types.ts';
import { type Filters, matches } from './filters.ts';
import { byUrgency } from './order.ts';

/**
 * What the pages of a list become when a case changes. An older version changes nothing. A case that no longer
 * matches leaves; one that would lie beyond the last page loaded waits there until that page is asked for.
 */
export function applyChange(pages: Page<CaseSummary>[], change: CaseSummary, filters: Filters): Page<CaseSummary>[] {
  const known = pages.flatMap((page) => page.items).find((item) => item.caseId === change.caseId);
  if (known !== undefined && known.version >= change.version) return pages;
  const merged = known?.participants ? { ...change, participants: change.participants ?? known.participants } : change;
  const without = pages.map((page) => ({
    ...page,
    items: page.items.filter((item) => item.caseId !== change.caseId),
  }));
  return matches(filters, merged) ? insert(without, merged) : without;
}

function insert(pages: Page<CaseSummary>[], item: CaseSummary): Page<CaseSummary>[] {
  const target = pages.findIndex((page) => page.nextCursor === null || page.items.some((each) => byUrgency(item, each) < 0));
  return pages.map((page, index) =>
    index === target ? { ...page, items: [...page.items, item].sort(byUrgency) } : page,
  );
}
