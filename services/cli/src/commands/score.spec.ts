import { parsePolicy, thresholdsOf } from '@vigie/safety';
import { fakeScoringModel } from '@vigie/safety/testing';
import { type Judges } from '../judges.ts';
import { Conversations } from '../conversations.ts';
import { lines } from '../lines.ts';
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

type Answers = Record<string, unknown>[];

async function answers(batches: AsyncIterable<Buffer[]>, conversations?: Conversations): Promise<Answers> {
  let out = '';
  for await (const chunk of scoredLines(batches, judges, conversations)) out += chunk;
  return out === ''
    ? []
    : out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Answers[number]);
}

async function* inBatches(batches: readonly string[][]) {
  for (const batch of batches) yield batch.map((line) => Buffer.from(line));
}

const score = (...batches: string[][]) => answers(inBatches(batches));

test('one line per event, in order; what is refused, passed over or repeated says so in its place', async () => {
  const scored = await score([
    event(1, 'hello'),
    'nonsense',
    '',
    event(2, 'i will kill'),
    event(3, 'hallo', { country: 'DE' }),
    event(2, 'i will kill'),
  ]);
  expect(scored).toEqual([
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

test('what Kafka refuses is refused here, with its line', async () => {
  const invalid = Buffer.from(event(2, 'x~~x').replace('~~', '\xff\xc3'), 'latin1');
  const file = Buffer.concat([
    Buffer.from(`${event(1, 'one\u2028two\u2029three')}\n`),
    invalid,
    Buffer.from(`\r\n${event(3, 'x'.repeat(100_000))}\n\n${event(4, 'kill')}`),
  ]);
  async function* chunks() {
    for (let at = 0; at < file.length; at += 50) yield file.subarray(at, at + 50);
  }
  expect(await answers(lines(chunks(), { longest: 90_000 }))).toEqual([
    expect.objectContaining({ eventId: 'e-1', stage: 'gate' }),
    { line: 2, rejection: { code: 'UTF8_INVALID', field: '' } },
    { line: 3, rejection: { code: 'VALUE_TOO_LARGE', field: '' } },
    expect.objectContaining({ eventId: 'e-4', flags: [expect.objectContaining({ harm: 'violence' })] }),
  ]);
});

test('conversations that were put away as bytes go on as if they had not been', async () => {
  const batches = Array.from({ length: 30 }, (_, n) => [
    event(n, n % 7 === 3 ? 'kill' : 'hi', { conversationId: `c-${n % 5}`, senderId: `u-${n % 3}` }),
    event(n, 'repeated', { eventId: `e-${n - 5}`, conversationId: `c-${n % 5}` }),
  ]);
  const whole = await answers(inBatches(batches));
  expect(whole.filter(({ flags }) => (flags as unknown[]).length > 0).length).toBeGreaterThan(2);
  for (const most of [0, 1, 3])
    expect(await answers(inBatches(batches), new Conversations(model.info.id, most))).toEqual(whole);
});
