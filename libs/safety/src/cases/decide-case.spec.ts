import fc from 'fast-check';
import { caseId } from '@vigie/contracts';
import { isWorse, SEVERITIES } from '../harm.ts';
import { applyCaseEvent, type Case, CASE_LIMITS, type CaseInput, decideCase } from './index.ts';
import { type CaseVerdict, DISPOSITIONS } from './index.ts';
import { aCommand, aFlag, CLOCKS } from './cases.fixture.ts';

const NOW = Date.UTC(2026, 10, 23, 12);

/** Decides and applies one input after the other, as services/alerts does. */
function run(inputs: readonly CaseInput[], start: Case | null = null, now = NOW) {
  let current = start;
  const verdicts: CaseVerdict[] = [];
  for (const input of inputs) {
    now += 1000;
    const verdict = decideCase(current, input, { now, clocks: CLOCKS });
    current = verdict.events.reduce<Case | null>(applyCaseEvent, current);
    verdicts.push(verdict);
  }
  return { current, verdicts, answers: verdicts.map(({ outcome }) => answerOf(outcome)) };
}

function answerOf(outcome: CaseVerdict['outcome']): string {
  return outcome.kind === 'flag' ? outcome.result : outcome.answer;
}

const claim = (by = 'ada', id = `claim-${by}`) => aCommand({ type: 'claim' }, { commandId: id, issuedBy: by });
const decide = (disposition: (typeof DISPOSITIONS)[number], by = 'ada') =>
  aCommand({ type: 'decide', disposition, reason: 'seen' }, { commandId: `decide-${disposition}-${by}`, issuedBy: by });

const commented = (commandId: string) => aCommand({ type: 'comment', text: 't' }, { commandId });

describe('flags', () => {
  test('the first flag opens the case with the clock of its severity', () => {
    const { current, verdicts } = run([aFlag({ severity: 'S1' })]);
    expect(verdicts[0]?.events.map(({ type }) => type)).toEqual(['OPENED', 'FLAG_ADDED']);
    expect(current).toMatchObject({ state: 'OPEN', severity: 'S1', dueAt: NOW + 1000 + CLOCKS.S1, version: 2 });
    expect(current?.caseId).toBe(caseId({ tenantId: 'acme', conversationId: 'c-1', actorId: 'u-1', harm: 'grooming' }));
  });

  test('the same flag again changes nothing', () => {
    const { current, answers } = run([aFlag({}), aFlag({})]);
    expect(answers).toEqual(['added', 'duplicate']);
    expect(current?.version).toBe(2);
  });

  test('a worse flag raises the severity and never gives more time', () => {
    const { current, verdicts } = run([aFlag({ severity: 'S2' }), aFlag({ flagId: 'f-2', severity: 'S0' })]);
    expect(verdicts[1]?.events.map(({ type }) => type)).toEqual(['FLAG_ADDED', 'SEVERITY_RAISED']);
    expect(current).toMatchObject({ severity: 'S0', dueAt: NOW + 2000 + CLOCKS.S0 });
    const late = run(
      [aFlag({ flagId: 'f-3', severity: 'S0' })],
      run([aFlag({ severity: 'S1' })]).current,
      NOW + 3_599_000,
    );
    expect(late.current?.dueAt).toBe(NOW + 1000 + CLOCKS.S1);
  });

  test('a weaker flag is kept and changes neither severity nor due time', () => {
    const { current } = run([aFlag({ severity: 'S1' }), aFlag({ flagId: 'f-2', severity: 'S3', stages: ['secrecy'] })]);
    expect(current).toMatchObject({ severity: 'S1', dueAt: NOW + 1000 + CLOCKS.S1, stages: ['age_probe', 'secrecy'] });
  });
});

describe('a full case', () => {
  const full = run(Array.from({ length: CASE_LIMITS.flags }, (_, n) => aFlag({ flagId: `f-${n}` }))).current;

  test('keeps what brings a stage, a target or a severity, and says what it ignores', () => {
    expect(full?.flagIds).toHaveLength(CASE_LIMITS.flags);
    const { answers, current } = run(
      [
        aFlag({ flagId: 'same' }),
        aFlag({ flagId: 'stage', stages: ['secrecy'] }),
        aFlag({ flagId: 'stage again', stages: ['secrecy'] }),
        aFlag({ flagId: 'target', targetIds: ['u-9'] }),
        aFlag({ flagId: 'worse', severity: 'S0' }),
      ],
      full,
    );
    expect(answers).toEqual(['ignored', 'added', 'ignored', 'added', 'added']);
    expect(current).toMatchObject({ severity: 'S0', stages: ['age_probe', 'secrecy'], targetIds: ['u-2', 'u-9'] });
    expect(current?.flagIds.slice(-3)).toEqual(['stage', 'target', 'worse']);
  });

  test('is bounded all the same: stages and targets that it cannot hold are no news', () => {
    const more = (count: number, of: string) => Array.from({ length: count }, (_, n) => `${of}-${n}`);
    const flood = [1, 2].map((n) => aFlag({ flagId: `s-${n}`, stages: more(200, 's'), targetIds: more(300, 't') }));
    expect(run([...flood, aFlag({ flagId: 's-3', stages: ['other'] })], full).answers).toEqual([
      'added',
      'ignored',
      'ignored',
    ]);
  });
});

test('a flag that does not say when it began counts from when it was raised', () => {
  const raisedAt = NOW - 5000;
  expect(run([aFlag({ firstSeenAt: 0, raisedAt })]).current?.firstSeenAt).toBe(raisedAt);
  const later = [aFlag({ firstSeenAt: raisedAt - 1 }), aFlag({ flagId: 'f-2', firstSeenAt: 0, raisedAt })];
  expect(run(later).current?.firstSeenAt).toBe(raisedAt - 1);
});

describe('a flag on a decided case', () => {
  test.each([
    ['CONFIRMED', { severity: 'S2', stages: ['secrecy'] }, 'DECIDED'],
    ['CONFIRMED', { severity: 'S1', stages: [] }, 'OPEN'],
    ['FALSE_ALARM', { severity: 'S2', stages: ['age_probe'] }, 'DECIDED'],
    ['FALSE_ALARM', { severity: 'S3', stages: ['secrecy'] }, 'OPEN'],
    ['DUPLICATE', { severity: 'S2', stages: ['secrecy'] }, 'OPEN'],
    ['REPORTED', { severity: 'S2', stages: ['secrecy'] }, 'DECIDED'],
  ] as const)('after %s, with %j, leaves it %s', (disposition, flag, state) => {
    const { current } = run([
      aFlag({ severity: 'S2' }),
      claim(),
      decide(disposition),
      aFlag({ flagId: 'f-2', ...flag }),
    ]);
    expect(current).toMatchObject({ state, flagIds: ['f-1', 'f-2'] });
    if (state === 'OPEN') expect(current).toMatchObject({ owner: null, decision: null });
    if (state === 'OPEN') expect(current?.dueAt).toBe(NOW + 4000 + CLOCKS[current!.severity]);
  });
});

describe('commands', () => {
  test('of two who claim, the second is told', () => {
    const { current, answers } = run([aFlag({}), claim('ada'), claim('ben')]);
    expect(answers.slice(1)).toEqual(['applied', 'already-claimed']);
    expect(current).toMatchObject({ state: 'CLAIMED', owner: 'ada', version: 3 });
  });

  test('a refused command stays refused when it comes again, whatever happened since', () => {
    const release = aCommand({ type: 'release' }, { commandId: 'r', issuedBy: 'ada' });
    const { answers, current } = run([aFlag({}), claim('ada'), claim('ben'), release, claim('ben')]);
    expect(answers.slice(2)).toEqual(['already-claimed', 'applied', 'already-claimed']);
    expect(current).toMatchObject({ state: 'OPEN', version: 5 });
  });

  test('only who holds it decides; release also by a lead', () => {
    const by = (issuedBy: string, roles: string[]) =>
      aCommand({ type: 'release' }, { commandId: issuedBy, issuedBy, roles });
    expect(run([aFlag({}), decide('CONFIRMED')]).answers[1]).toBe('not-claimed');
    expect(run([aFlag({}), claim('ben'), decide('CONFIRMED')]).answers[2]).toBe('already-claimed');
    expect(run([aFlag({}), claim('ben'), by('ada', ['reviewer'])]).answers[2]).toBe('not-owner');
    expect(run([aFlag({}), claim('ben'), by('eve', ['lead'])]).current).toMatchObject({ state: 'OPEN', owner: null });
    expect(run([aFlag({}), claim(), decide('REPORTED'), claim('ben')]).answers[3]).toBe('already-decided');
  });

  test('who saw another version is told, and a refusal is no new version', () => {
    const comment = (commandId: string, expectedVersion: number) =>
      aCommand({ type: 'comment', text: 'look' }, { commandId, expectedVersion });
    const { answers, current } = run([aFlag({}), comment('a', 1), comment('b', 2), comment('c', 2)]);
    expect(answers.slice(1)).toEqual(['version-mismatch', 'applied', 'version-mismatch']);
    expect(current).toMatchObject({ comments: 1, version: 4, sequence: 5 });
  });

  test('a command for a case that is not there, or for another tenant, is answered and not recorded', () => {
    expect(run([claim()])).toMatchObject({ current: null, answers: ['unknown-case'] });
    const other = aCommand({ type: 'claim' }, { tenantId: 'other' });
    expect(run([aFlag({}), other]).answers[1]).toBe('unknown-case');
  });
});

describe('the log', () => {
  test('what a zombie appended is not applied, not even the part whose number would fit', () => {
    const { current } = run([aFlag({ severity: 'S3' })]);
    const zombie = run([claim('zed'), decide('FALSE_ALARM', 'zed')], current, NOW + 60_000);
    const owner = run([claim('ada')], current);
    const log = [...owner.verdicts, ...zombie.verdicts].flatMap(({ events }) => events);
    expect(log.reduce<Case | null>(applyCaseEvent, current)).toEqual(owner.current);
  });
});

describe('for every sequence of inputs', () => {
  const ids = fc.constantFrom('1', '2', '3', '4', '5');
  const people = fc.constantFrom('ada', 'ben');
  const flag = fc
    .record({
      flagId: ids,
      severity: fc.constantFrom(...SEVERITIES),
      stages: fc.subarray(['age_probe', 'secrecy', 'gift_offer']),
    })
    .map(aFlag);
  const action = fc.oneof(
    fc.constantFrom({ type: 'claim' } as const, { type: 'release' } as const),
    fc.constant({ type: 'comment', text: 't' } as const),
    fc.constantFrom(...DISPOSITIONS).map((disposition) => ({ type: 'decide', disposition, reason: '' }) as const),
  );
  const command = fc
    .tuple(action, ids, people, fc.constantFrom(0, 0, 2, 3), fc.subarray(['lead']))
    .map(([what, commandId, issuedBy, expectedVersion, roles]) =>
      aCommand(what, { commandId: `${what.type}-${commandId}-${issuedBy}`, issuedBy, expectedVersion, roles }),
    );
  const inputs = fc
    .tuple(flag, fc.array(fc.oneof(flag, command), { maxLength: 30 }))
    .map(([first, rest]): CaseInput[] => [first, ...rest]);

  test('severity never falls and the numbers have no gap', () => {
    fc.assert(
      fc.property(inputs, (all) => {
        let current: Case | null = null;
        for (const input of all) {
          const { events } = decideCase(current, input, { now: NOW, clocks: CLOCKS });
          for (const event of events) {
            const next = applyCaseEvent(current, event) as Case;
            expect(next.sequence).toBe((current?.sequence ?? 0) + 1);
            expect(current !== null && isWorse(current.severity, next.severity)).toBe(false);
            current = next;
          }
        }
      }),
    );
  });

  test('replaying any prefix changes nothing and gives the same answers, also of more commands than a batch', () => {
    const flood = fc
      .nat(CASE_LIMITS.commands - 60)
      .map((count) => Array.from({ length: count }, (_, n) => commented(`flood-${n}`)));
    const many = fc.tuple(inputs, flood).map(([some, comments]) => [...some, ...comments]);
    const property = fc.property(many, fc.nat(CASE_LIMITS.commands), (all, upTo) => {
      const once = run(all);
      const again = run(all.slice(0, upTo), once.current, NOW + 9_000_000);
      expect(again.current).toBe(once.current);
      const commands = (answers: string[]) => answers.filter((_, index) => all[index]?.kind === 'command');
      expect(commands(again.answers)).toEqual(commands(once.answers.slice(0, upTo)));
    });
    const longest = [aFlag({}), ...Array.from({ length: 450 }, (_, n) => commented(`longest-${n}`))];
    fc.assert(property, { numRuns: 50, examples: [[longest, 451]] });
  });

  test('where a flag is repeated does not matter', () => {
    fc.assert(
      fc.property(inputs, fc.array(fc.tuple(fc.nat(), fc.nat())), (all, repeats) => {
        const times = all.map((input, index) => ({ input, now: NOW + index }));
        const doubled = [...times];
        for (const [from, gap] of repeats) {
          const at = from % all.length;
          const repeated = times[at];
          const place = doubled.indexOf(repeated!) + 1 + (gap % (doubled.length - doubled.indexOf(repeated!)));
          if (repeated?.input.kind === 'flag') doubled.splice(place, 0, repeated);
        }
        const fold = (list: typeof times) =>
          list.reduce<Case | null>((current, { input, now }) => {
            const { events } = decideCase(current, input, { now, clocks: CLOCKS });
            return events.reduce<Case | null>(applyCaseEvent, current);
          }, null);
        expect(fold(doubled)).toEqual(fold(times));
      }),
    );
  });
});
