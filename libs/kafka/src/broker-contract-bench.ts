/** The workbench of `broker-contract.ts`: unique names, consumers that collect, and waiting for what must happen. */
import { randomUUID } from 'node:crypto';
import {
  type BatchConsumer,
  type BatchHandler,
  type Broker,
  type ConsumerOptions,
  type KafkaRecord,
  type ProduceRecord,
  type RecordProducer,
} from './port.ts';

type Options = Omit<ConsumerOptions, 'groupId'> & { groupId?: string };

export const silent = (): void => undefined;

export class Bench {
  readonly broker: Broker;
  readonly producer: RecordProducer;
  #consumers: BatchConsumer[] = [];

  private constructor(broker: Broker, producer: RecordProducer) {
    this.broker = broker;
    this.producer = producer;
  }

  static async open(broker: Broker): Promise<Bench> {
    return new Bench(broker, await broker.producer());
  }

  unique(): string {
    return `contract-${randomUUID()}`;
  }

  async topic(partitions: number, config: Record<string, string> = {}): Promise<string> {
    const name = this.unique();
    await this.broker.ensureTopics([{ name, partitions, config }]);
    return name;
  }

  async consume(options: Options, handler: BatchHandler) {
    const groupId = options.groupId ?? this.unique();
    const consumer = this.broker.consumer({ ...options, groupId });
    this.#consumers.push(consumer);
    await consumer.start(handler);
    return { consumer, groupId };
  }

  async collect(options: Options) {
    const records: KafkaRecord[] = [];
    const started = await this.consume(options, async (batch) => void records.push(...batch.records));
    return { ...started, records };
  }

  /** A member that remembers what it was told about its partitions and what it has seen. */
  async member(options: Options) {
    const told = new Set<string>();
    const seen = new Set<string>();
    const name = ({ topic, partition }: { topic: string; partition: number }) => `${partition} ${topic}`;
    const { consumer } = await this.consume(
      {
        ...options,
        sessionTimeoutMs: 6_000,
        onAssigned: (partitions) => partitions.forEach((partition) => told.add(name(partition))),
        onRevoked: (partitions) => partitions.forEach((partition) => told.delete(name(partition))),
      },
      async (batch) => {
        if (!told.has(name(batch))) throw new Error('A batch of a partition that nobody told of');
        batch.records.forEach(({ topic, partition, offset }) => seen.add(`${topic} ${partition} ${offset}`));
      },
    );
    const numbers = (names: Iterable<string>) => [...names].map((text) => Number(text.split(' ')[0])).sort();
    return {
      consumer,
      seen,
      told: () => numbers(told),
      owned: () => numbers(consumer.assignment().map(name)),
    };
  }

  async read(topic: string, partition: number): Promise<KafkaRecord[]> {
    const found: KafkaRecord[] = [];
    const range = { topic, partition, from: 0, until: Number.MAX_SAFE_INTEGER };
    await this.broker.readLog([range], async ({ records: batch }) => void found.push(...batch));
    return found;
  }

  async stopConsumers(): Promise<void> {
    await Promise.all(this.#consumers.splice(0).map((consumer) => consumer.stop()));
  }

  async close(): Promise<void> {
    await this.producer.close();
    await this.broker.close();
  }
}

/** Records whose values count from `first`. */
export function records(count: number, { first = 0, partition = 0 } = {}): ProduceRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    key: null,
    value: Buffer.from(String(first + index)),
    partition,
  }));
}

export function texts(batch: readonly KafkaRecord[]): string[] {
  return batch.map(({ value }) => String(value));
}

/** Waits until it is so; gives up long after any healthy run. */
export async function until(so: () => boolean | Promise<boolean>, patienceMs = 30_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await so())) {
    if (Date.now() > end) throw new Error(`Waited ${patienceMs} ms in vain until ${so.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
