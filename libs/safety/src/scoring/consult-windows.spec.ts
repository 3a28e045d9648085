import fc from 'fast-check';
import { newConversation } from '../conversation/conversation.ts';
import { thresholdsOf } from '../policy/thresholds.ts';
import { cut, logs } from '../testing/arbitraries.ts';
import { TEST_POLICY } from '../testing/policy.ts';
import { assess } from './assess.ts';
import { fakeScoringModel } from './scoring-model.fake.ts';
import { type ConversationWindow } from './scoring-model.ts';

const read: ConversationWindow[] = [];
const model = fakeScoringModel({
  words: { kill: { harms: { violence: 3 }, cues: ['threat'] }, secret: { harms: { grooming: 2 } } },
  windows: {
    // Of a hundred messages two have a risk of at least 0.2, by this model's own measurement.
    selection: [
      [0.05, 0.3],
      [0.2, 0.02],
    ],
    readWindows: async (windows) => {
      read.push(...windows);
      return Float32Array.from(windows.flatMap(({ messages }) => [messages.length, -1, 2]));
    },
  },
});
const by = { model, policy: TEST_POLICY, thresholds: thresholdsOf(TEST_POLICY, model.info.budget) };

async function run(batches: Parameters<typeof assess>[0][]) {
  const states = new Map<string, ReturnType<typeof newConversation>>();
  const results = [];
  for (const batch of batches) {
    const assessments = await assess(
      batch,
      ({ event: { conversationId } }) => {
        if (!states.has(conversationId)) states.set(conversationId, newConversation(model.info.id));
        return states.get(conversationId)!;
      },
      by,
    );
    results.push(...assessments.map(({ result }) => result));
  }
  return results;
}

test('who is read by the transformer does not depend on the batch, and its word replaces that of the track', () =>
  fc.assert(
    fc.asyncProperty(logs, fc.array(fc.nat(), { maxLength: 8 }), async (log, places) => {
      const whole = await run([log]);
      expect(await run(cut(log, places))).toEqual(whole);
      for (const result of whole) {
        const seemsRisky = result?.stage === 'transformer';
        if (seemsRisky) expect(result!.risk[2]).toBeCloseTo(1 / (1 + Math.exp(-2)));
      }
    }),
    { numRuns: 40 },
  ));

test('it reads the window up to the message, from the speaker’s side, and nobody below the threshold', async () => {
  read.length = 0;
  const event = (n: number, senderId: string, text: string) => ({
    ...{ partition: 0, offset: n },
    event: {
      ...{ eventId: `e-${n}`, tenantId: 't', conversationId: 'c', senderId, participants: [], sentAt: 1e12 + n, text },
      ...{ surface: 'DIRECT' as const, country: '', language: '', replyToEventId: '', trace: {} },
    },
  });
  const results = await run([[event(0, 'a', 'hi'), event(1, 'b', 'i kill'), event(2, 'a', 'ok')]]);
  expect(results.map((result) => result!.stage)).toEqual(['gate', 'transformer', 'gate']);
  expect(read.map(({ actorId, messages }) => [actorId, messages.map(({ text }) => text)])).toEqual([
    ['b', ['hi', 'i kill']],
  ]);
});
