import { join } from 'node:path';
import { type ChatEvent, decodeChatEvent } from '@vigie/contracts';
import { loadScoringModel, type OnnxScoringModel } from '@vigie/inference';
import { loadYamlFile } from '@vigie/runtime';
import {
  type Arrival,
  assess,
  type Conversation,
  encodeConversation,
  newConversation,
  parsePolicy,
  thresholdsOf,
} from '@vigie/safety';
import fc from 'fast-check';
import { benchRecords } from '../bench/messages.ts';
import { ROOT } from './system.ts';

/** G4 with the real model: whatever the batches, every score, flag and state is the same, bit for bit. */
let model: OnnxScoringModel;
beforeAll(async () => {
  model = await loadScoringModel(join(ROOT, 'models', 'vigie-base'));
});
afterAll(() => model.dispose());

const log: Arrival[] = benchRecords(ROOT, 400, 25, { harmfulOneIn: 2 }).map(({ value }, offset) => ({
  event: decodeChatEvent(value, {}) as ChatEvent,
  partition: 0,
  offset,
}));

async function run(sizes: readonly number[]): Promise<string[]> {
  const { value: policy } = await loadYamlFile(join(ROOT, 'deploy', 'policy.yaml'), parsePolicy);
  const by = { model, policy, thresholds: thresholdsOf(policy, model.info.budget) };
  const states = new Map<string, Conversation>();
  const stateOf = ({ event: { conversationId } }: Arrival) => {
    if (!states.has(conversationId)) states.set(conversationId, newConversation(model.info.id));
    return states.get(conversationId)!;
  };
  const lines: string[] = [];
  for (let at = 0, k = 0; at < log.length; k += 1) {
    const size = sizes[k % sizes.length]!;
    const assessments = await assess(log.slice(at, at + size), stateOf, by);
    lines.push(...assessments.map(({ result }) => bits(result)));
    at += size;
  }
  const encoded = [...states].map(([id, state]) => `${id} ${Buffer.from(encodeConversation(state)).toString('hex')}`);
  return [...lines, ...encoded.sort()];
}

function bits(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'number' ? Buffer.from(Float64Array.of(item).buffer).toString('hex') : item,
  );
}

test('scores, flags and states are bit-identical for whatever sizes of batches', async () => {
  const whole = await run([log.length]);
  expect(await run([1])).toEqual(whole);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 10 }), async (sizes) => {
      expect(await run(sizes)).toEqual(whole);
    }),
    { numRuns: 12 },
  );
}, 120_000);
