import { mayScan, type Policy, severityOf, type Suspicion } from './policy.ts';
import { parsePolicy, parsePolicyFor } from './parse-policy.ts';
import { thresholdFor, thresholdsOf } from './thresholds.ts';

const good = {
  version: '2026-11-25',
  alertBudget: { grooming: 20, extortion: { default: 10, GROUP: 5 }, violence: 30 },
  severity: [
    {
      severity: 'S0',
      harms: ['grooming'],
      stages: [['meeting_request'], ['secrecy', 'isolation']],
      targetAge: ['minor'],
    },
    { severity: 'S2', minStages: 2 },
    { severity: 'S3' },
  ],
  clocks: { S0: '15min', S1: '1h', S2: '8h', S3: '3d' },
  scanning: [{ scan: false, countries: ['DE'], surfaces: ['DIRECT'], reason: 'no consent for private messages' }],
};

function parsed(value: unknown): Policy {
  const result = parsePolicy(value);
  if ('issues' in result) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

test('a good policy is read', () => {
  const policy = parsed(good);
  expect(policy.clocks).toEqual({ S0: 900_000, S1: 3_600_000, S2: 28_800_000, S3: 259_200_000 });
  expect(policy.alertBudget.extortion).toEqual({ default: 10, surfaces: { GROUP: 5 } });
  expect(policy.transformerShare).toBe(0.02);
});

test('everything that is wrong is said at once, with its path', () => {
  const result = parsePolicy({
    ...good,
    versoin: 'x',
    alertBudget: { grooming: -1, extortion: { GROUP: 5, ROOM: 1 } },
    severity: [
      { severity: 'S9', minScore: 2 },
      { severity: 'S3', harms: ['spam'] },
    ],
    clocks: { S0: '1h', S1: '15 minutes', S2: '8h', S3: '7h' },
    scanning: [{ scan: 'no', countries: ['germany'], reason: '' }],
  });
  const paths = 'issues' in result ? result.issues.map(({ path }) => path.join('.')) : [];
  expect(paths.sort()).toEqual(
    [
      'alertBudget',
      'alertBudget.extortion',
      'alertBudget.extortion.ROOM',
      'alertBudget.grooming',
      'clocks.S1',
      'clocks.S1',
      'clocks.S3',
      'scanning.0.countries.0',
      'scanning.0.reason',
      'scanning.0.scan',
      'severity',
      'severity.0.minScore',
      'severity.0.severity',
      'severity.1.harms.0',
      'versoin',
    ].sort(),
  );
});

test.each([
  ['scanning', [{ scan: false, countries: [], reason: 'the last country was commented out' }]],
  ['severity', [{ severity: 'S1', stages: [[]] }, { severity: 'S3' }]],
  ['severity', [{ severity: 'S1', harms: [] }, { severity: 'S3' }]],
])('an empty list of conditions in %s would match nothing and is refused', (key, value) => {
  expect(parsePolicy({ ...good, [key]: value })).toHaveProperty('issues');
});

test('a stage has to be a cue that the model knows, of the harm of its rule', () => {
  const cues = [
    { name: 'meeting_request', threshold: 0.5, kind: 'grooming' },
    { name: 'secrecy', threshold: 0.5, kind: 'grooming' },
    { name: 'isolation', threshold: 0.5, kind: 'grooming' },
    { name: 'threat', threshold: 0.5, kind: 'violence' },
    { name: 'support', threshold: 0.5, kind: 'counter' },
  ] as const;
  expect(parsePolicyFor(good, cues)).toHaveProperty('value');
  for (const stage of ['secrcy', 'threat', 'support']) {
    const severity = [{ severity: 'S1', harms: ['grooming'], stages: [['secrecy', stage]] }, { severity: 'S3' }];
    expect(parsePolicyFor({ ...good, severity }, cues)).toEqual({
      issues: [expect.objectContaining({ path: ['severity', 0, 'stages'] })],
    });
  }
});

test.each([null, 7, 'text', [], {}])('%p is no policy', (value) => {
  expect(parsePolicy(value)).toHaveProperty('issues');
});

test('the first rule that matches gives the severity', () => {
  const policy = parsed(good);
  const suspicion: Suspicion = {
    harm: 'grooming',
    score: 0.9,
    stages: ['secrecy', 'meeting_request'],
    actorAge: 'adult',
    targetAge: 'minor',
    surface: 'DIRECT',
  };
  expect(severityOf(policy, suspicion)).toBe('S0');
  expect(severityOf(policy, { ...suspicion, targetAge: 'unknown' })).toBe('S2');
  expect(severityOf(policy, { ...suspicion, stages: ['secrecy'] })).toBe('S3');
  expect(severityOf(policy, { ...suspicion, harm: 'violence', stages: [] })).toBe('S3');
});

test('the legal switch looks at tenant, country and surface; what no rule names may be scanned', () => {
  const policy = parsed(good);
  expect(mayScan(policy, { tenantId: 'acme', country: 'DE', surface: 'DIRECT' })).toBe(false);
  expect(mayScan(policy, { tenantId: 'acme', country: 'DE', surface: 'GROUP' })).toBe(true);
  expect(mayScan(policy, { tenantId: 'acme', country: '', surface: 'DIRECT' })).toBe(true);
});

test('a budget buys the lowest threshold that it can pay for, and at least the highest there is', () => {
  const table = [
    [0.5, 800],
    [0.9, 40],
    [0.99, 3],
  ] as const;
  expect(thresholdFor(table, 1000)).toBe(0.5);
  expect(thresholdFor(table, 40)).toBe(0.9);
  expect(thresholdFor(table, 39.9)).toBe(0.99);
  expect(thresholdFor(table, 0)).toBe(0.99);
  const thresholds = thresholdsOf(parsed(good), { grooming: table, extortion: table, violence: table });
  expect(thresholds.DIRECT).toEqual([0.99, 0.99, 0.99]);
});
