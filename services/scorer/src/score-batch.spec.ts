import {
  conversationKey,
  decodeFlag,
  encodeChatEventJson,
  type ChatEvent,
  type Flag,
  isRejection,
  topicSpecs,
  TOPICS,
} from '@vigie/contracts';
import { type Fault, type KafkaRecord, MemoryBroker, MemoryCluster, sendDeadLetters, type Step } from '@vigie/kafka';
import { parsePolicy, thresholdsOf, type Policy } from '@vigie/safety';
import { fakeScoringModel } from '@vigie/safety/testing';
import { type ConversationStore } from './conversation-store.ts';
import { ConversationMemory, memoryConversationStore } from './conversation-store.memory.ts';
import { Conversations } from './conversations.ts';
import { type BatchReport } from './report-batch.ts';
import { scoreBatch } from './score-batch.ts';

const model = fakeScoringModel({
  words: {
    secret: { harms: { grooming: 3 }, cues: ['secrecy'] },
    kill: { harms: { violence: 3 }, cues: ['threat'] },
  },
});

const policy = (more: object = {}): Policy => {
  const parsed = parsePolicy({
    version: 'test-1',
    alertBudget: { grooming: 1000, extortion: 1000, violence: 1000 },
    severity: [{ severity: 'S1', minScore: 0.9 }, { severity: 'S3' }],
    clocks: { S0: '15min', S1: '1h', S2: '8h', S3: '3d' },
    ...more,
  });
  if ('issues' in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.value;
};

/** Twelve conversations, each with two speakers who get worse at different times. */
const stream: ChatEvent[] = Array.from({ length: 120 }, (_, i) => ({
  eventId: `e-${i}`,
  tenantId: 'acme',
  conversationId: `c-${i % 12}`,
  senderId: i % 24 < 12 ? 'u-1' : 'u-2',
  participants: [],
  sentAt: Date.UTC(2026, 0, 1) + i * 1000,
  text: ['hello', 'secret', 'kill', 'ok', 'our secret'][(i * 7) % 5]!,
  surface: 'DIRECT',
  country: 'FR',
  language: 'en',
  replyToEventId: '',
  trace: {},
}));

async function newCluster(): Promise<MemoryCluster> {
  const cluster = new MemoryCluster();
  await new MemoryBroker(cluster).ensureTopics(topicSpecs({ chatPartitions: 3, casePartitions: 2 }));
  return cluster;
}

async function feed(cluster: MemoryCluster, events: readonly ChatEvent[]): Promise<void> {
  const producer = await new MemoryBroker(cluster).producer();
  const records = events.map((event) => ({
    key: conversationKey(event),
    value: Buffer.from(encodeChatEventJson(event)),
  }));
  await producer.send(TOPICS.chatEvents, records);
}

const running: MemoryBroker[] = [];
afterEach(() => Promise.all(running.splice(0).map((broker) => (broker.killed ? undefined : broker.close()))));

/** One scorer process over the cluster and the store, which both outlive it. */
async function startScorer(
  cluster: MemoryCluster,
  memory: ConversationMemory,
  { inForce = policy(), batchRecords = 7, wrap = (store: ConversationStore) => store } = {},
) {
  const store = wrap(memoryConversationStore(memory));
  const broker = new MemoryBroker(cluster);
  running.push(broker);
  const producer = await broker.producer();
  const conversations = new Conversations(store, 100);
  const reports: BatchReport[] = [];
  const consumer = broker.consumer({
    groupId: 'scorer',
    topics: [TOPICS.chatEvents],
    maxBatchRecords: batchRecords,
    retryDelay: { first: 1, most: 5 },
    onAssigned: (partitions) => store.own(partitions.map(({ partition }) => partition)),
    onRevoked: (partitions) => conversations.dropPartitions(partitions.map(({ partition }) => partition)),
  });
  await consumer.start(
    scoreBatch({
      inForce: () => ({ model, policy: inForce, thresholds: thresholdsOf(inForce, model.info.budget) }),
      conversations,
      producer,
      sendDeadLetters: async (rejected) =>
        void (await sendDeadLetters(
          producer,
          rejected.map(({ record, rejection }) => ({ record, reason: rejection })),
        )),
      report: (report) => reports.push(report),
    }),
  );
  return { broker, consumer, reports };
}

async function caughtUp(cluster: MemoryCluster, dead: () => boolean = () => false): Promise<void> {
  const broker = new MemoryBroker(cluster);
  for (;;) {
    const lag = await broker.lag('scorer', [TOPICS.chatEvents]);
    if (dead() || lag.every(({ committed, end }) => Math.max(0, committed) === end)) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function flagsIn(cluster: MemoryCluster): Promise<Flag[]> {
  return (await recordsOf(cluster, TOPICS.flags)).map(({ value }) => {
    const flag = decodeFlag(value);
    if (isRejection(flag)) throw new Error(flag.code);
    return flag;
  });
}

async function recordsOf(cluster: MemoryCluster, topic: string): Promise<KafkaRecord[]> {
  const broker = new MemoryBroker(cluster);
  const records: KafkaRecord[] = [];
  const ranges = (await broker.offsets(topic)).map(({ partition, end }) => ({ topic, partition, from: 0, until: end }));
  await broker.readLog(ranges, async (batch) => void records.push(...batch.records));
  return records;
}

/** A store that fails or dies at a planned save. */
function failing(
  store: ConversationStore,
  plan: { at: number; when: 'before' | 'after'; kill: () => void },
): ConversationStore {
  let saves = 0;
  return {
    ...store,
    async save(partition, states) {
      const struck = saves++ === plan.at;
      if (struck && plan.when === 'before') plan.kill();
      if (struck && plan.when === 'before') return new Promise(() => undefined);
      await store.save(partition, states);
      if (struck) plan.kill();
      if (struck) return new Promise(() => undefined);
    },
  };
}

const byId = (flags: readonly Flag[]) => new Map(flags.map((flag) => [flag.flagId, flag]));

let expected: Map<string, Flag>;
beforeAll(async () => {
  const cluster = await newCluster();
  await feed(cluster, stream);
  await startScorer(cluster, new ConversationMemory());
  await caughtUp(cluster);
  const flags = await flagsIn(cluster);
  expected = byId(flags);
  expect(flags.length).toBe(expected.size);
  expect(expected.size).toBeGreaterThan(20);
});

const faults: [string, Step, Fault][] = [
  ['before the flags are acknowledged', 'send', { topic: TOPICS.flags, kill: true, skip: 2 }],
  [
    'after the flags are acknowledged, before the states are saved',
    'send',
    { topic: TOPICS.flags, kill: true, when: 'after', skip: 2 },
  ],
  ['after the states are saved, before the offset', 'commit', { kill: true, skip: 3 }],
  ['after the offset', 'commit', { kill: true, when: 'after', skip: 3 }],
  ['a refused send, no crash', 'send', { topic: TOPICS.flags, skip: 1, times: 3 }],
  [
    'a send that was acknowledged but reported as failed',
    'send',
    { topic: TOPICS.flags, when: 'after', skip: 1, times: 2 },
  ],
  ['a lost membership at the heartbeat', 'heartbeat', { skip: 2, times: 2 }],
];

test.each(faults)('G3: %s: every flag, byte for byte, and none that differs', async (_, step, fault) => {
  const cluster = await newCluster();
  const memory = new ConversationMemory();
  await feed(cluster, stream);
  const first = await startScorer(cluster, memory);
  first.broker.failNext(step, fault);
  await caughtUp(cluster, () => first.broker.killed);
  expect(first.broker.killed).toBe(fault.kill === true);
  if (fault.kill === true) await startScorer(cluster, memory, { batchRecords: 5 });
  await caughtUp(cluster);
  const flags = await flagsIn(cluster);
  expect(byId(flags)).toEqual(expected);
  for (const flag of flags) expect(flag).toEqual(expected.get(flag.flagId));
});

test.each(['before', 'after'] as const)('G3: death in the middle of a save (%s it is done)', async (when) => {
  const cluster = await newCluster();
  const memory = new ConversationMemory();
  await feed(cluster, stream);
  const wrap = (store: ConversationStore) => failing(store, { at: 4, when, kill: () => first.broker.kill() });
  const first = await startScorer(cluster, memory, { wrap });
  await caughtUp(cluster, () => first.broker.killed);
  await startScorer(cluster, memory, { batchRecords: 11 });
  await caughtUp(cluster);
  expect(byId(await flagsIn(cluster))).toEqual(expected);
});

test('a replay of everything changes nothing and raises nothing new', async () => {
  const cluster = await newCluster();
  const memory = new ConversationMemory();
  await feed(cluster, stream);
  const scorer = await startScorer(cluster, memory);
  await caughtUp(cluster);
  const before = (await flagsIn(cluster)).length;
  await feed(cluster, stream.slice(-30)); // the platform sends its last messages again
  await caughtUp(cluster);
  expect((await flagsIn(cluster)).length).toBe(before);
  const again = scorer.reports.flatMap(({ assessments }) => assessments).filter(({ result }) => result === null);
  expect(again.length).toBe(30);
});

test('G7: what may not be scanned is counted, not scored and not stored', async () => {
  const cluster = await newCluster();
  const memory = new ConversationMemory();
  await feed(cluster, stream);
  const scorer = await startScorer(cluster, memory, {
    inForce: policy({ scanning: [{ scan: false, countries: ['FR'], reason: 'x' }] }),
  });
  await caughtUp(cluster);
  expect(await flagsIn(cluster)).toEqual([]);
  expect(scorer.reports.reduce((sum, { decoded }) => sum + decoded.passedOver.length, 0)).toBe(stream.length);
  expect(memory.states.size).toBe(0);
});

test('G1: a record that cannot be read lies in the dead-letter topic as it was, and the partition goes on', async () => {
  const cluster = await newCluster();
  const producer = await new MemoryBroker(cluster).producer();
  const bad = Buffer.from([0xff, 0xfe, 0x00]);
  await producer.send(TOPICS.chatEvents, [
    { key: 'acme:c-1', value: bad, headers: { 'x-source': 'test' } },
    { key: 'acme:c-1', value: null },
  ]);
  await feed(cluster, stream);
  await startScorer(cluster, new ConversationMemory());
  await caughtUp(cluster);
  expect(byId(await flagsIn(cluster)).size).toBe(expected.size);
  const letters = await recordsOf(cluster, `${TOPICS.chatEvents}.dlt`);
  expect(letters.map(({ value }) => value)).toEqual([bad, null]);
  expect(letters.map(({ headers }) => headers['vigie-dlt-code']!.toString())).toEqual([
    'UTF8_INVALID',
    'VALUE_MISSING',
  ]);
  expect(letters[0]!.headers['x-source']!.toString()).toBe('test');
});

test('G3: a scorer that lost its partition during a slow send cannot write its old states over the new ones', async () => {
  const cluster = await newCluster();
  const memory = new ConversationMemory();
  await feed(cluster, stream);
  let slow = true;
  const wrap = (store: ConversationStore): ConversationStore => ({
    ...store,
    async save(partition, states) {
      if (slow) {
        // Taken for dead: its partitions go to another, who works everything off; then it comes back.
        slow = false;
        first.broker.kill();
        await startScorer(cluster, memory);
        await caughtUp(cluster);
        const after = new Map(memory.states);
        await expect(store.save(partition, states)).rejects.toThrow('another scorer owns partition');
        expect(memory.states).toEqual(after);
        returned();
      }
      await store.save(partition, states);
    },
  });
  let returned = () => {};
  const back = new Promise<void>((resolve) => (returned = resolve));
  const first = await startScorer(cluster, memory, { wrap });
  await back;
  expect(byId(await flagsIn(cluster))).toEqual(expected);
});

test('partitions that move to a second scorer take their conversations with them', async () => {
  const cluster = await newCluster();
  const memory = new ConversationMemory();
  await feed(cluster, stream.slice(0, 60));
  await startScorer(cluster, memory);
  await caughtUp(cluster);
  await startScorer(cluster, memory);
  await feed(cluster, stream.slice(60));
  await caughtUp(cluster);
  expect(byId(await flagsIn(cluster))).toEqual(expected);
});
