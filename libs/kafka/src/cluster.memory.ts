/** What survives when every process dies: topics, logs, groups with their committed offsets. */
import { BrokerError } from './errors.ts';
import { MemoryGroup } from './group.memory.ts';
import { MemoryLog } from './log.memory.ts';
import { partitionForKey } from './murmur2.ts';
import {
  type Appended,
  type KafkaRecord,
  type ProduceRecord,
  type RecordHeaders,
  type TopicPartition,
} from './port.ts';

/** Kafka's default for `max.message.bytes`. */
const MOST_BYTES = 1_048_588;
const RECORD_OVERHEAD = 70;
const NO_HEADERS: RecordHeaders = Object.freeze({});

export interface MemoryTopic {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
  readonly logs: readonly MemoryLog[];
}

export class MemoryCluster {
  readonly #topics = new Map<string, MemoryTopic>();
  readonly #groups = new Map<string, MemoryGroup>();
  readonly #watchers = new Map<string, Set<() => void>>();
  #turn = 0;

  create(name: string, partitions: number, config: Readonly<Record<string, string>>): boolean {
    if (this.#topics.has(name)) return false;
    this.#topics.set(name, { name, config, logs: Array.from({ length: partitions }, () => new MemoryLog()) });
    return true;
  }

  find(name: string): MemoryTopic | undefined {
    return this.#topics.get(name);
  }

  topic(name: string): MemoryTopic {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw new BrokerError('UNKNOWN_TOPIC', `${name} does not exist`);
    return topic;
  }

  log({ topic, partition }: TopicPartition): MemoryLog {
    const log = this.topic(topic).logs[partition];
    if (log === undefined) throw new BrokerError('UNKNOWN_TOPIC', `${topic}/${partition} does not exist`);
    return log;
  }

  group(id: string): MemoryGroup {
    let group = this.#groups.get(id);
    if (group === undefined) this.#groups.set(id, (group = new MemoryGroup((name) => this.topic(name).logs.length)));
    return group;
  }

  /** Calls `wake` after every append to one of the topics; returns how to stop it. */
  watch(topics: readonly string[], wake: () => void): () => void {
    for (const topic of topics) {
      const watchers = this.#watchers.get(topic) ?? new Set();
      this.#watchers.set(topic, watchers.add(wake));
    }
    return () => topics.forEach((topic) => this.#watchers.get(topic)?.delete(wake));
  }

  /** All records or, when one is too large or a partition does not exist, none. */
  append(name: string, records: readonly ProduceRecord[]): readonly Appended[] {
    const { logs, config } = this.topic(name);
    const most = Number(config['max.message.bytes'] ?? MOST_BYTES);
    const ready = records.map((record) => this.#prepare(name, logs.length, most, record));
    const appended = new Map<number, { topic: string; partition: number; baseOffset: number; count: number }>();
    for (const record of ready) {
      const { partition } = record;
      const log = logs[partition]!;
      record.offset = log.end;
      log.append(record);
      const before = appended.get(partition);
      if (before === undefined)
        appended.set(partition, { topic: name, partition, baseOffset: record.offset, count: 1 });
      else before.count += 1;
    }
    if (ready.length > 0) this.#watchers.get(name)?.forEach((wake) => wake());
    return [...appended.values()];
  }

  #prepare(topic: string, partitions: number, most: number, record: ProduceRecord): Mutable<KafkaRecord> {
    const key = record.key === null ? null : typeof record.key === 'string' ? Buffer.from(record.key) : record.key;
    const partition = record.partition ?? (key === null ? this.#turn++ % partitions : partitionForKey(key, partitions));
    if (!(partition >= 0 && partition < partitions)) {
      throw new BrokerError('UNKNOWN_TOPIC', `${topic}/${partition} does not exist`);
    }
    const { value } = record;
    let headers = NO_HEADERS;
    let bytes = RECORD_OVERHEAD + (key?.length ?? 0) + (value?.length ?? 0);
    if (record.headers !== undefined) {
      const copied: Record<string, Buffer> = {};
      for (const [name, text] of Object.entries(record.headers)) {
        const given = typeof text === 'string' ? Buffer.from(text) : text;
        copied[name] = given;
        bytes += name.length + given.length;
      }
      headers = copied;
    }
    if (bytes > most) throw new BrokerError('RECORD_TOO_LARGE', `${topic}: ${bytes} bytes are more than ${most}`);
    return { topic, partition, offset: -1, key, value, headers, timestamp: record.timestamp ?? Date.now() };
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
