import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deadLetterTopic, TOPICS } from '@vigie/contracts';
import { loadScoringModel } from '@vigie/inference';
import { type Broker, KafkaJsBroker, MemoryBroker } from '@vigie/kafka';
import { loadYamlFile } from '@vigie/runtime';
import { parsePolicy, thresholdsOf } from '@vigie/safety';
import { bringUp } from '../../deploy/local/infrastructure.ts';
import { freePort } from '../../deploy/local/ports.ts';
import { stateFiles } from '../../deploy/local/state.ts';
import { Supervisor } from '../../deploy/local/supervisor.ts';
import { memoryConversationStore } from '../../services/scorer/dist/conversation-store.memory.js';
import { redisConversationStore } from '../../services/scorer/dist/conversation-store.redis.js';
import { Conversations } from '../../services/scorer/dist/conversations.js';
import { scoreBatch } from '../../services/scorer/dist/score-batch.js';
import { type BenchRecord, benchRecords } from './messages.ts';
import { type BenchRow, machine, printRows } from './report.ts';

/**
 * `npm run bench [-- --messages N --live N --json FILE]`: messages per second through score-batch with the real model
 * bundle, once with the in-memory broker and store and once with a real Kafka and Redis; where the time goes; memory.
 */
const WARM_UP = 20_000;
const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '200000' },
    live: { type: 'string', default: '5000' },
    json: { type: 'string' },
  },
});

const model = await loadScoringModel(join(root, 'models', 'vigie-base'));
const { value: policy } = await loadYamlFile(join(root, 'deploy', 'policy.yaml'), parsePolicy);
const judges = { model, policy, thresholds: thresholdsOf(policy, model.info.budget) };
const messages = Number(values.messages);
// Made when they are sent and not kept: a heap full of them would be paid for by every collection of garbage.
const records = () => benchRecords(root, messages, Number(values.live));
const warmUp = () => benchRecords(root, WARM_UP, 500, { tenantId: 'warm-up' });

const rows: BenchRow[] = [];
rows.push(await run('in-memory broker and store', new MemoryBroker(), memoryConversationStore()));

const work = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
const supervisor = new Supervisor();
try {
  const { kafkaBrokers, redisUrl } = await bringUp({
    env: process.env,
    supervisor,
    jarsDir: stateFiles(root).jars,
    dataDir: work,
    keepData: false,
    ports: async () => ({ kafka: await freePort(), redis: await freePort() }),
  });
  const broker = new KafkaJsBroker({ brokers: kafkaBrokers.split(','), clientId: 'vigie-bench' });
  const store = redisConversationStore({ url: redisUrl, timeToLive: 600, prefix: `bench:${process.pid}:` });
  rows.push(await run('real Kafka and Redis', broker, store));
} finally {
  await supervisor.stopAll(() => {});
  rmSync(work, { recursive: true, force: true });
}
printRows(rows);
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ machine: machine(), rows }, null, 2));
await model.dispose();
process.exit(0);

async function run(name: string, broker: Broker, store: ReturnType<typeof memoryConversationStore>): Promise<BenchRow> {
  const unique = `bench-${process.pid}`;
  const topics = { chat: `${unique}.${TOPICS.chatEvents}`, flags: `${unique}.${TOPICS.flags}` };
  const names = [topics.chat, topics.flags, deadLetterTopic(topics.chat)];
  await broker.ensureTopics(names.map((topic) => ({ name: topic, partitions: 6, config: {} })));
  const producer = await broker.producer();
  await feed(producer, topics.chat, warmUp());

  const stages: Record<string, number> = {};
  const memory: number[] = [];
  let scored = 0;
  let flags = 0;
  let done: () => void = () => {};
  const target = () => new Promise<void>((resolve) => (done = resolve));
  const consumer = broker.consumer({ groupId: unique, topics: [topics.chat] });
  const warm = target();
  let goal = WARM_UP;
  await consumer.start(
    scoreBatch({
      inForce: () => judges,
      conversations: new Conversations(store, 20_000),
      producer,
      sendDeadLetters: async () => {
        throw new Error('the bench has no bad records');
      },
      flagsTopic: topics.flags,
      report: ({ batch, assessments, stages: laps }) => {
        scored += batch.records.length;
        for (const { result } of assessments) flags += result?.flags.length ?? 0;
        for (const [stage, seconds] of Object.entries(laps)) stages[stage] = (stages[stage] ?? 0) + seconds;
        if (scored * 10 >= goal * (memory.length + 1)) memory.push(process.memoryUsage.rss() / 2 ** 20);
        if (scored >= goal) done();
      },
    }),
  );
  await warm;

  // The messages lie in the broker before the clock starts: what is measured is the scorer, not the sender.
  const partitions = Array.from({ length: 6 }, (_, partition) => ({ topic: topics.chat, partition }));
  consumer.pause(partitions);
  await feed(producer, topics.chat, records());
  scored = 0;
  flags = 0;
  goal = messages;
  memory.length = 0;
  for (const stage of Object.keys(stages)) stages[stage] = 0;
  const all = target();
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  consumer.resume(partitions);
  await all;
  const seconds = (performance.now() - began) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  await consumer.stop();
  await broker.close();
  await store.close();
  return {
    name,
    messages,
    seconds,
    perSecond: messages / seconds,
    perCpuSecond: messages / cpuSeconds,
    stages,
    memory,
    flags,
  };
}

async function feed(producer: Awaited<ReturnType<Broker['producer']>>, topic: string, all: readonly BenchRecord[]) {
  for (let i = 0; i < all.length; i += 2000) await producer.send(topic, all.slice(i, i + 2000));
}
