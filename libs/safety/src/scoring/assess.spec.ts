import fc from 'fast-check';
import { type ChatEvent, conversationKey, encodeFlag } from '@vigie/contracts';
import { type Conversation, newConversation } from '../conversation/conversation.ts';
import { decodeConversation, encodeConversation } from '../conversation/conversation-codec.ts';
import { thresholdsOf } from '../policy/thresholds.ts';
import { cut, logs } from '../testing/arbitraries.ts';
import { TEST_POLICY } from '../testing/policy.ts';
import { assess } from './assess.ts';
import { fakeScoringModel } from './scoring-model.fake.ts';
import { type Arrival } from './step-tracks.ts';

const model = fakeScoringModel({
  words: {
    secret: { harms: { grooming: 3 }, cues: ['secrecy'] },
    pay: { harms: { extortion: 3 }, cues: ['payment_demand'] },
    kill: { harms: { violence: 3 }, cues: ['threat'] },
    game: { harms: { violence: -2 }, cues: ['fiction_or_game'] },
  },
});
const by = { model, policy: TEST_POLICY, thresholds: thresholdsOf(TEST_POLICY, model.info.budget) };

/** Runs a log through `assess` in the given batches; between batches the states are stored and read, or kept. */
async function run(batches: readonly (readonly Arrival[])[], keep: boolean) {
  const states = new Map<string, Conversation>();
  const results: unknown[] = [];
  for (const batch of batches) {
    const stateOf = ({ event }: Arrival) => {
      const key = conversationKey(event);
      if (!states.has(key)) states.set(key, newConversation(model.info.id));
      return states.get(key)!;
    };
    results.push(...(await assess(batch, stateOf, by)).map(({ result }) => result));
    if (!keep) for (const [key, state] of states) states.set(key, decodeConversation(encodeConversation(state)));
  }
  const bytes = [...states].map(([key, state]) => [key, Buffer.from(encodeConversation(state)).toString('hex')]).sort();
  return { results: results.map(bits), bytes };
}

/** Numbers as their bits, so that equal means equal. */
function bits(value: unknown): unknown {
  return JSON.stringify(value, (_, item) =>
    typeof item === 'number' ? Buffer.from(new Float64Array([item]).buffer).toString('hex') : item,
  );
}

test('G4: scores, flags and states do not depend on the borders of batches, nor on what was stored in between', () =>
  fc.assert(
    fc.asyncProperty(logs, fc.array(fc.nat(), { maxLength: 12 }), async (log, places) => {
      const whole = await run([log], true);
      expect(await run(cut(log, places), true)).toEqual(whole);
      expect(await run(cut(log, places), false)).toEqual(whole);
    }),
    { numRuns: 60 },
  ));

test('G2: an event applied before changes nothing, whether it is delivered again or sent twice', () =>
  fc.assert(
    fc.asyncProperty(logs, fc.nat(), async (log, place) => {
      const before = await run([log], true);
      const from = place % log.length;
      const again = await run([log, log.slice(from)], true);
      expect(again.bytes).toEqual(before.bytes);
      const sentTwice = { ...log.at(-1)!, offset: log.length };
      expect((await run([log, [sentTwice]], true)).bytes).toEqual(before.bytes);
    }),
    { numRuns: 60 },
  ));

const event = (n: number, text: string, more: Partial<ChatEvent> = {}): Arrival => ({
  partition: 0,
  offset: n,
  event: {
    eventId: `e-${n}`,
    tenantId: 'acme',
    conversationId: 'c-1',
    senderId: 'u-1',
    participants: [],
    sentAt: Date.UTC(2026, 0, 1) + n * 1000,
    text,
    surface: 'DIRECT',
    country: '',
    language: '',
    replyToEventId: '',
    trace: { accountRef: 'a-1' },
    ...more,
  },
});

async function flagsOf(log: readonly Arrival[]) {
  const conversation = newConversation(model.info.id);
  return (await assess(log, () => conversation, by)).map(({ result }) => result?.flags ?? []);
}

test('a flag names actor, target, stages and the window up to the message that raised it, never later ones', async () => {
  const adult = { id: 'u-1', ageBand: 'ADULT', ageSource: 'DECLARED' } as const;
  const child = { id: 'u-2', ageBand: 'AGE_13_15', ageSource: 'DECLARED' } as const;
  const flags = await flagsOf([
    event(0, 'hi', { participants: [adult, child] }),
    event(1, 'hello', { senderId: 'u-2' }),
    event(2, 'secret', {}),
    event(3, 'it is our secret and secret it stays', {}),
    event(4, 'ok', { senderId: 'u-2' }),
  ]);
  expect(flags.map((list) => list.length)).toEqual([0, 0, 0, 1, 0]);
  expect(flags[3]![0]).toMatchObject({
    actorId: 'u-1',
    targetIds: ['u-2'],
    harm: 'grooming',
    stages: ['secrecy'],
    eventId: 'e-3',
    raisedAt: Date.UTC(2026, 0, 1) + 3000,
    firstSeenAt: Date.UTC(2026, 0, 1),
    versions: { model: 'fake@1', policy: 'test-1', normaliser: '1' },
  });
  const [first, , third] = flags[3]![0]!.evidence;
  expect(flags[3]![0]!.evidence.map(({ eventId }) => eventId)).toEqual(['e-0', 'e-1', 'e-2', 'e-3']);
  expect(third).toMatchObject({ text: 'secret', cues: ['secrecy'], trace: { accountRef: 'a-1' } });
  expect(third!.contribution).toBeGreaterThan(1);
  expect(first!.risk).toBeLessThan(third!.risk);
});

test('a track raises again only when it gets worse', async () => {
  const flags = await flagsOf([
    event(0, 'kill'),
    event(1, 'kill'),
    event(2, 'hi'),
    event(3, 'kill'),
    event(4, 'hi there'),
    event(5, 'kill'),
  ]);
  const raised = flags.flat().map(({ eventId, severity }) => [eventId, severity]);
  expect(raised).toEqual([
    ['e-1', 'S2'],
    ['e-3', 'S1'],
  ]);
});

test('a disguised word counts as what it hides, and the disguise is counted', async () => {
  const alone = async (text: string) => (await assess([event(0, text)], () => newConversation(model.info.id), by))[0]!;
  const open = await alone('i will kill');
  const disguised = await alone('i will kіll'); // the i is Cyrillic
  expect(disguised.result!.message).toEqual(open.result!.message);
  const [, flags] = await flagsOf([event(0, 'kіll'), event(1, 'kill')]);
  expect(flags![0]!.obfuscation).toBe(1);
});

test('memory of a conversation is bounded, whatever its length, and so is what a flag weighs', async () => {
  const heaviest = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`key-${i}`, 'x'.repeat(1000)]));
  let conversation = newConversation(model.info.id);
  let largest = 0;
  let heaviestFlag = 0;
  for (let batch = 0; batch < 40; batch += 1) {
    const log = Array.from({ length: 100 }, (_, i) =>
      event(batch * 100 + i, `${batch === 0 && i < 60 ? 'ok' : 'kill'} ${'é'.repeat(2000)}`, {
        senderId: i % 3 === 0 ? 'often' : `u-${(batch * 100 + i) % 1000}`,
        participants: [{ id: `p-${batch * 100 + i}`, ageBand: 'ADULT', ageSource: 'DECLARED' }],
        trace: batch % 2 === 0 ? heaviest : {},
      }),
    );
    const assessments = await assess(log, () => conversation, by);
    for (const flag of assessments.flatMap(({ result }) => result?.flags ?? [])) {
      heaviestFlag = Math.max(heaviestFlag, encodeFlag(flag).length);
    }
    conversation = decodeConversation(encodeConversation(conversation));
    largest = Math.max(largest, encodeConversation(conversation).length);
  }
  expect(conversation).toMatchObject({ messages: 4000 });
  expect(conversation.tracks.size).toBe(256);
  expect(conversation.participants.size).toBe(256);
  expect(largest).toBeLessThan(384 * 1024);
  expect(heaviestFlag).toBeGreaterThan(100 * 1024);
  expect(heaviestFlag).toBeLessThan(512 * 1024); // far below what a topic takes
});
