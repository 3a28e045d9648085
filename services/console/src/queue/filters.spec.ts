import { describe, expect, it } from '@jest/globals';
import { countOf, matches, openWork, readFilters, toggle, writeFilters } from './filters.ts';
import { byUrgency } from './order.ts';
import { someCase } from './testing.ts';

const read = (query: string) => readFilters(new URLSearchParams(query));

describe('the filters', () => {
  it('are the open work when the URL says nothing', () => {
    expect(read('')).toEqual(openWork);
    expect(writeFilters(openWork)).toBe('');
  });

  it('survive the URL', () => {
    const filters = { state: ['DECIDED' as const], severity: ['S0' as const, 'S1' as const], harm: ['violence'] };
    expect(writeFilters(filters)).toBe('?state=DECIDED&severity=S0,S1&harm=violence');
    expect(read(writeFilters(filters))).toEqual(filters);
  });

  it('leave out what they do not know', () => {
    expect(read('severity=S9,S1&state=nonsense&harm=')).toEqual({ ...openWork, severity: ['S1'] });
  });

  it('are toggled one by one; all of them is the same as none', () => {
    const one = toggle(openWork, 'severity', 'S0');
    expect(one.severity).toEqual(['S0']);
    expect(toggle(one, 'severity', 'S0').severity).toEqual([]);
    expect(['S1', 'S2', 'S3'].reduce((filters, each) => toggle(filters, 'severity', each), one).severity).toEqual([]);
  });

  it('never leave no state at all', () => {
    expect(toggle({ ...openWork, state: ['OPEN'] }, 'state', 'OPEN').state).toEqual(['OPEN', 'CLAIMED']);
  });

  it('count what an option would show beside the other filters', () => {
    const items = [
      someCase('a', { severity: 'S0' }),
      someCase('b', { severity: 'S0', harm: 'violence' }),
      someCase('c'),
    ];
    const filters = { ...openWork, harm: ['grooming'] };
    expect(countOf(items, filters, 'severity', 'S0')).toBe(1);
    expect(countOf(items, filters, 'harm', 'violence')).toBe(1);
    expect(countOf(items, filters, 'state', 'DECIDED')).toBeUndefined();
    expect(matches(filters, items[1]!)).toBe(false);
  });
});

describe('the order', () => {
  it('is severity, then time left, then id', () => {
    const rows = [
      someCase('d', { severity: 'S2', dueAt: '2026-11-24T21:00:00Z' }),
      someCase('c', { severity: 'S1', dueAt: '2026-11-24T23:00:00Z' }),
      someCase('b', { severity: 'S1', dueAt: '2026-11-24T22:30:00.000Z' }),
      someCase('a', { severity: 'S1', dueAt: '2026-11-24T23:00:00.000Z' }),
    ];
    expect(rows.sort(byUrgency).map(({ caseId }) => caseId)).toEqual(['b', 'a', 'c', 'd']);
  });
});
