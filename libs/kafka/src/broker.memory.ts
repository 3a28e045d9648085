/**
 * The port in memory: for tests, demonstrations and benchmarks. One `MemoryBroker` is one process's connection to a
 * `MemoryCluster`; give the same cluster to several to play several processes, and `kill()` one to play `kill -9`.
 *
 * Unlike Kafka: a killed member's partitions move at once, not after its session; a send is all or nothing; retention
 * and compaction happen only when a test asks for them (`cluster.log(...)`).
 */
import { DEFAULT_MAX_BATCH_RECORDS, partitionName } from './batches.ts';
import { MemoryCluster } from './cluster.memory.ts';
import { MemoryConsumer } from './consumer.memory.ts';
import { BrokerError } from './errors.ts';
import { Faults, type Fault, type Step } from './faults.memory.ts';
import {
  type BatchConsumer,
  type Broker,
  type ConsumerOptions,
  type LogRange,
  type RecordBatch,
  type RecordProducer,
} from './port.ts';

export class MemoryBroker implements Broker {
  readonly cluster: MemoryCluster;
  readonly #consumers: MemoryConsumer[] = [];
  readonly #faults = new Faults(() => this.#consumers.forEach((consumer) => consumer.kill()));
  #closed = false;

  constructor(cluster: MemoryCluster = new MemoryCluster()) {
    this.cluster = cluster;
  }

  /** Plans a failure of this process's next `step`. */
  failNext(step: Step, fault: Fault = {}): void {
    this.#faults.plan(step, fault);
  }

  /** `kill -9`: nothing that this process still does has an effect, and its pending calls never settle. */
  kill(): void {
    this.#faults.kill();
  }

  get killed(): boolean {
    return this.#faults.dead;
  }

  async producer(): Promise<RecordProducer> {
    this.#mustBeOpen();
    let closed = false;
    return {
      send: async (topic, records) => {
        if (closed || this.#closed) throw new BrokerError('CLOSED', 'The producer is closed');
        return this.#faults.pass('send', topic, () => this.cluster.append(topic, records));
      },
      close: async () => void (closed = true),
    };
  }

  consumer(options: ConsumerOptions): BatchConsumer {
    this.#mustBeOpen();
    const consumer = new MemoryConsumer(this.cluster, this.#faults, options);
    this.#consumers.push(consumer);
    return consumer;
  }

  async readLog(ranges: readonly LogRange[], onBatch: (batch: RecordBatch) => Promise<void>): Promise<void> {
    const clipped = ranges.map((range) => {
      const log = this.cluster.log(range);
      return { ...range, log, until: Math.min(range.until, log.end) };
    });
    for (const { topic, partition, from, until, log } of clipped) {
      for (let at = from; at < until;) {
        const records = await this.#faults.pass('readLog', topic, () => log.read(at, until, DEFAULT_MAX_BATCH_RECORDS));
        if (records.length === 0) break;
        await onBatch({ topic, partition, records, highWatermark: log.end });
        at = records.at(-1)!.offset + 1;
      }
    }
  }

  ensureTopics: Broker['ensureTopics'] = async (topics) =>
    topics
      .filter(({ name, partitions, config }) => this.cluster.create(name, partitions, config))
      .map(({ name }) => name);

  describeTopics: Broker['describeTopics'] = async (names) =>
    names.map((name) => {
      const topic = this.cluster.find(name);
      return topic === undefined ? null : { name, partitions: topic.logs.length, config: topic.config };
    });

  offsets: Broker['offsets'] = async (topic) =>
    this.cluster.topic(topic).logs.map(({ begin, end }, partition) => ({ partition, begin, end }));

  lag: Broker['lag'] = async (groupId, topics) => {
    const { committed } = this.cluster.group(groupId);
    return topics.flatMap((topic) =>
      this.cluster.topic(topic).logs.map(({ end }, partition) => ({
        topic,
        partition,
        committed: committed.get(partitionName({ topic, partition })) ?? -1,
        end,
      })),
    );
  };

  async ping(): Promise<void> {
    this.#mustBeOpen();
  }

  async close(): Promise<void> {
    await Promise.all(this.#consumers.splice(0).map((consumer) => consumer.stop()));
    this.#closed = true;
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new BrokerError('CLOSED', 'The broker is closed');
  }
}
