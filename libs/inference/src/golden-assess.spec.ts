import { type ChatEvent, type Participant, type Surface } from '@vigie/contracts';
import { assess, HARMS, newConversation, type Policy, textViews, thresholdsOf } from '@vigie/safety';
import { join } from 'node:path';
import { readBundle } from './bundle.ts';
import { type GoldenConversation, readGolden } from './golden.ts';
import { loadScoringModel, type OnnxScoringModel } from './scoring-model.onnx.ts';

/**
 * The golden conversations through the code that runs in the scorer: its features and contexts have to be those that the
 * tracks were trained with. (`check-golden.ts` walks them by its own reading of the page, so each catches the other.)
 */
const directory = join(import.meta.dirname, '..', '..', '..', 'models', 'vigie-base');
const conversations = readGolden(await readBundle(directory)).filter(
  (line): line is GoldenConversation => line.kind === 'conversation',
);
// Training has no disguises, so a conversation in which one is undone is judged otherwise here.
const plain = conversations.filter(({ messages }) => messages.every(({ t }) => textViews(t).edits === 0));

let model: OnnxScoringModel;
beforeAll(async () => {
  model = await loadScoringModel(directory);
});
afterAll(() => model.dispose());

const quiet = { default: 0, surfaces: {} };
const policy: Policy = {
  version: 'golden',
  alertBudget: { grooming: quiet, extortion: quiet, violence: quiet },
  severity: [{ severity: 'S3' }],
  clocks: { S0: 1, S1: 1, S2: 1, S3: 1 },
  scanning: [],
  transformerShare: 0,
};

function eventsOf({ surface, participants, messages }: GoldenConversation): ChatEvent[] {
  let sentAt = Date.UTC(2026, 0, 1);
  return messages.map(({ s, t, dt }, i) => ({
    eventId: `e-${i}`,
    tenantId: 'golden',
    conversationId: 'c',
    senderId: s,
    participants: participants.map(({ id, ageBand }) => ({ id, ageBand, ageSource: 'DECLARED' }) as Participant),
    sentAt: (sentAt += i === 0 ? 0 : dt * 1000),
    text: t,
    surface: surface as Surface,
    country: '',
    language: '',
    replyToEventId: '',
    trace: {},
  }));
}

test('most golden conversations can be compared', () => {
  expect(plain.length).toBeGreaterThan(conversations.length / 2);
});

test.each(plain.map((conversation) => [conversation.line, conversation] as const))(
  'line %i: message and risk of every message are the golden ones',
  async (_, conversation) => {
    const state = newConversation(model.info.id);
    const by = { model, policy, thresholds: thresholdsOf(policy, model.info.budget) };
    const arrivals = eventsOf(conversation).map((event, offset) => ({ event, partition: 0, offset }));
    const assessments = await assess(arrivals, () => state, by);
    assessments.forEach(({ result }, i) => {
      const golden = conversation.messages[i]!;
      HARMS.forEach((_, harm) => {
        expect(Math.abs(result!.message[harm]! - golden.message[harm]!)).toBeLessThan(1e-4);
        expect(Math.abs(result!.risk[harm]! - golden.risk[harm]!)).toBeLessThan(1e-4);
      });
    });
  },
);
