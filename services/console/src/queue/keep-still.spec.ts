import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CaseSummary, type Severity } from '../api/types.ts';
import { arrange as arrangeLists } from './keep-still.ts';
import { byUrgency } from './order.ts';
import { someCase } from './testing.ts';

const arrange = (shown: CaseSummary[], known: CaseSummary[], held: boolean) =>
  arrangeLists({ shown, known, wanted: (item) => item.state !== 'DECIDED' }, held);
const ids = (rows: CaseSummary[]): string[] => rows.map((row) => row.caseId);
const a = someCase('a', { severity: 'S1' });
const b = someCase('b', { severity: 'S2' });
const worst = someCase('w', { severity: 'S0' });
const weak = someCase('z', { severity: 'S3' });

describe('rows under the cursor', () => {
  it('follow the fresh order when nobody points at them', () => {
    expect(ids(arrange([a, b], [worst, a, b], false).rows)).toEqual(['w', 'a', 'b']);
  });

  it('stay where they are when somebody does, and the new one waits', () => {
    const { rows, waiting, outOfOrder } = arrange([a, b], [worst, a, b], true);
    expect([ids(rows), ids(waiting), outOfOrder]).toEqual([['a', 'b'], ['w'], false]);
  });

  it('let a case be added below, which moves nothing', () => {
    expect(ids(arrange([a, b], [a, b, weak], true).rows)).toEqual(['a', 'b', 'z']);
  });

  it('show their new content at the old place', () => {
    const raised = { ...b, severity: 'S0' as Severity, version: 2 };
    const { rows, outOfOrder } = arrange([a, b], [raised, a], true);
    expect([ids(rows), rows[1]?.severity, outOfOrder]).toEqual([['a', 'b'], 'S0', true]);
  });

  it('stay even when they should leave, and show why', () => {
    const decided = { ...b, state: 'DECIDED' as const };
    const { rows, outOfOrder } = arrange([a, b], [a, decided], true);
    expect([ids(rows), rows[1], outOfOrder]).toEqual([['a', 'b'], decided, true]);
    expect(ids(arrange([a, b], [a, decided], false).rows)).toEqual(['a']);
  });

  it('stay even when nothing is known of them any more', () => {
    const { rows, outOfOrder } = arrange([a, b], [a], true);
    expect([ids(rows), outOfOrder]).toEqual([['a', 'b'], true]);
  });

  it('never move, whatever arrives', () => {
    const severity = fc.constantFrom<Severity>('S0', 'S1', 'S2', 'S3');
    const list = fc
      .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 20 }), severity), { selector: ([id]) => id })
      .map((pairs) => pairs.map(([id, level]) => someCase(`case-${id}`, { severity: level })).sort(byUrgency));
    fc.assert(
      fc.property(
        list.filter((rows) => rows.length > 0),
        list,
        (shown, fresh) => {
          const { rows, waiting } = arrange(shown, fresh, true);
          expect(ids(rows).slice(0, shown.length)).toEqual(ids(shown));
          const everybody = [...ids(rows), ...ids(waiting)];
          expect(new Set(everybody).size).toBe(everybody.length);
          for (const id of ids(fresh)) expect(everybody).toContain(id);
        },
      ),
    );
  });
});
