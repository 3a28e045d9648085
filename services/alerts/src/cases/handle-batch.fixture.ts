/** For specs: the case side over memory, with processes that can be killed. */
import { randomBytes } from 'node:crypto';
import { conversationKey, encodeFlag, type Flag, TOPICS, topicSpecs } from '@vigie/contracts';
import { CASE_TOPICS, CaseLog, encodeCommand, LocalKeyEncryption, MemoryCaseView } from '@vigie/cases';
import {
  type BatchConsumer,
  type KafkaRecord,
  MemoryBroker,
  MemoryCluster,
  type RecordProducer,
  sendDeadLetters,
} from '@vigie/kafka';
import { type CaseCommand } from '@vigie/safety';
import { aFlagOf, CLOCKS } from '@vigie/safety/testing';
import { MOST_BATCH_RECORDS } from './decode-inputs.ts';
import { caseBatchHandler } from './handle-batch.ts';
import { KeptView } from './kept-view.ts';

const GROUP = 'alerts';

/** What outlives every process: the cluster, the view and the key-encryption key. */
export class World {
  readonly cluster = new MemoryCluster();
  readonly view = new MemoryCaseView();
  readonly processes: MemoryBroker[] = [];
  readonly reports: string[] = [];
  encryption = new LocalKeyEncryption(randomBytes(32));
  now = 1_795_000_000_000;

  static async create(): Promise<World> {
    const world = new World();
    await new MemoryBroker(world.cluster).ensureTopics(topicSpecs({ casePartitions: 2 }));
    return world;
  }

  /** `wrap`: what the log is written through, instead of the broker's own producer. */
  async start(
    wrap = (producer: RecordProducer) => producer,
  ): Promise<{ broker: MemoryBroker; consumer: BatchConsumer; kept: KeptView }> {
    const broker = new MemoryBroker(this.cluster);
    this.processes.push(broker);
    const producer = wrap(await broker.producer());
    const kept = new KeptView({ broker, view: this.view, topics: CASE_TOPICS }, 2);
    const handler = caseBatchHandler({
      topics: TOPICS,
      view: this.view,
      kept,
      log: new CaseLog(producer, CASE_TOPICS),
      encryption: this.encryption,
      sendDeadLetters: (letters) => sendDeadLetters(producer, letters),
      clock: () => (this.now += 1000),
      clocks: () => CLOCKS,
      report: {
        batchHandled: ({ inputs }) => {
          const outcomes = inputs.map(({ verdict }) => verdict.outcome);
          this.reports.push(...outcomes.map((one) => (one.kind === 'flag' ? one.result : one.answer)));
        },
        decidedAnew: () => this.reports.push('anew'),
        keysUnusable: (_, errors) => this.reports.push(...errors.map(({ name }) => name)),
      },
    });
    const consumer = broker.consumer({
      groupId: GROUP,
      topics: [TOPICS.flags, TOPICS.commands],
      maxBatchRecords: MOST_BATCH_RECORDS,
      retryDelay: { first: 1, most: 5 },
      onAssigned: (partitions) => kept.own(partitions.map(({ partition }) => partition)),
      onRevoked: (partitions) => kept.disown(partitions.map(({ partition }) => partition)),
    });
    await consumer.start(handler);
    return { broker, consumer, kept };
  }

  async flags(...flags: Partial<Flag>[]): Promise<void> {
    const records = flags
      .map(aFlagOf)
      .map((flag) => ({ key: conversationKey(flag), value: Buffer.from(encodeFlag(flag)) }));
    await (await new MemoryBroker(this.cluster).producer()).send(TOPICS.flags, records);
  }

  async commands(...commands: CaseCommand[]): Promise<void> {
    const records = commands.map((one) => ({ key: conversationKey(one), value: Buffer.from(encodeCommand(one)) }));
    await (await new MemoryBroker(this.cluster).producer()).send(TOPICS.commands, records);
  }

  /** Until every input has been handled and committed. */
  async quiet(): Promise<void> {
    const broker = new MemoryBroker(this.cluster);
    for (let waited = 0; waited < 5000; waited += 5) {
      const lag = await broker.lag(GROUP, [TOPICS.flags, TOPICS.commands]);
      if (lag.every(({ committed, end }) => committed >= end || end === 0)) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('The inputs were not handled in time');
  }

  log(topic: string): KafkaRecord[] {
    return this.cluster.topic(topic).logs.flatMap((log) => [...log.read(log.begin, log.end, 10_000)]);
  }

  async cases() {
    return (await this.view.list({ filter: {}, limit: 100, after: null })).items;
  }

  async end(): Promise<void> {
    await Promise.all(this.processes.filter(({ killed }) => !killed).map((broker) => broker.close()));
  }
}
