import { describe, expect, it } from '@jest/globals';
import { type CaseSummary, type Page } from '../api/types.ts';
import { applyChange } from './apply-change.ts';
import { openWork } from './filters.ts';
import { someCase } from './testing.ts';

const page = (items: CaseSummary[], nextCursor: string | null = null): Page<CaseSummary> => ({ items, nextCursor });
const ids = (pages: Page<CaseSummary>[]): string[][] => pages.map(({ items }) => items.map(({ caseId }) => caseId));
const a = someCase('a', { severity: 'S1' });
const c = someCase('c', { severity: 'S3' });

describe('a change in the queue', () => {
  it('puts a new case in its place', () => {
    expect(ids(applyChange([page([a, c])], someCase('b', { severity: 'S2' }), openWork))).toEqual([['a', 'b', 'c']]);
  });

  it('finds the page it belongs to', () => {
    const pages = [page([a], 'more'), page([c])];
    expect(ids(applyChange(pages, someCase('b', { severity: 'S2' }), openWork))).toEqual([['a'], ['b', 'c']]);
  });

  it('leaves alone what lies beyond the last page loaded', () => {
    expect(ids(applyChange([page([a], 'more')], c, openWork))).toEqual([['a']]);
  });

  it('moves a case whose severity rose, and keeps the ages that the stream left out', () => {
    const participants = [{ id: 'u-2', ageBand: 'MINOR' }];
    const pages = applyChange([page([a, { ...c, participants }])], { ...c, severity: 'S0', version: 2 }, openWork);
    expect(ids(pages)).toEqual([['c', 'a']]);
    expect(pages[0]?.items[0]?.participants).toBe(participants);
  });

  it('keeps what no longer matches, as it is now', () => {
    const pages = applyChange([page([a, c])], { ...a, state: 'DECIDED', version: 2 }, openWork);
    expect([ids(pages), pages[0]?.items[0]?.state]).toEqual([[['a', 'c']], 'DECIDED']);
  });

  it('does not take in what never matched', () => {
    expect(ids(applyChange([page([a])], someCase('d', { state: 'DECIDED' }), openWork))).toEqual([['a']]);
  });

  it('ignores what it already knows', () => {
    const pages = [page([a])];
    expect(applyChange(pages, { ...a, state: 'DECIDED' }, openWork)).toBe(pages);
  });
});
