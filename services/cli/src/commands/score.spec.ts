import { parsePolicy, thresholdsOf } from '@vigie/safety';
import { fakeScoringModel } from '@vigie/safety/testing';
import { type Judges } from '../judges.ts';
import { scoredLines } from './score.ts';

const model = fakeScoringModel({ words: { kill: { harms: { violence: 6 }, cues: ['threat'] } } });
const parsed = parsePolicy({
  version: 'test-1',
  alertBudget: { grooming: 1000, extortion: 1000, violence: 1000 },
  severity: [{ severity: 'S3' }],
  clocks: { S0: '15min', S1: '1h', S2: '8h', S3: '3d' },
  scanning: [{ scan: false, countries: ['DE'], reason: 'test' }],
});
if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
const policy = parsed.value;
const judges = { model, policy, thresholds: thresholdsOf(policy, model.info.budget) } as unknown as Judges;

const event = (n: number, text: string, more: object = {}) =>
  JSON.stringify({
    eventId: `e-${n}`,
    tenantId: 'acme',
    conversationId: 'c-1',
    senderId: 'u-1',
    sentAt: new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString(),
    text,
    ...more,
  });

async function score(...batches: string[][]): Promise<Record<string, unknown>[]> {
  async function* lines() {
    yield* batches;
  }
  let out = '';
  for await (const chunk of scoredLines(lines(), judges)) out += chunk;
  return out === ''
    ? []
    : out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('one line per event, in order; what is refused, passed over or repeated says so in its place', async () => {
  const lines = await score([
    event(1, 'hello'),
    'nonsense',
    '',
    event(2, 'i will kill'),
    event(3, 'hallo', { country: 'DE' }),
    event(2, 'i will kill'),
  ]);
  expect(lines).toEqual([
    expect.objectContaining({ eventId: 'e-1', stage: 'gate', flags: [] }),
    { line: 2, rejection: { code: 'JSON_INVALID', field: '' } },
    expect.objectContaining({
      eventId: 'e-2',
      flags: [expect.objectContaining({ harm: 'violence', severity: 'S3', actorId: 'u-1', stages: ['threat'] })],
    }),
    { eventId: 'e-3', tenantId: 'acme', conversationId: 'c-1', senderId: 'u-1', passedOver: true },
    expect.objectContaining({ eventId: 'e-2', repeated: true, flags: [] }),
  ]);
});

test('conversations go on over batches, and nothing in gives nothing out', async () => {
  const [whole, cut] = [
    await score([event(1, 'kill'), event(2, 'hi')]),
    await score([event(1, 'kill')], [event(2, 'hi')]),
  ];
  expect(cut).toEqual(whole);
  expect(await score([''])).toEqual([]);
});
