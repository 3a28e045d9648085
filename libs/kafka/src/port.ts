/**
 * The narrow port to Kafka: consume whole batches of one partition, produce, read a log, ask about topics.
 * Two adapters, kafkajs and memory; one contract suite (`broker-contract.ts`) runs on both.
 */

export type RecordHeaders = Readonly<Record<string, Buffer>>;

export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: RecordHeaders;
  /** Milliseconds since 1970, the broker's or the producer's. */
  readonly timestamp: number;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Records of one partition in offset order, at least one. */
export interface RecordBatch extends TopicPartition {
  readonly records: readonly KafkaRecord[];
  /** Offset after the last record of the partition when the batch was fetched. */
  readonly highWatermark: number;
}

export interface BatchContext {
  /** Keeps the membership in the group alive during long work; cheap when called often. Throws when the partition is lost. */
  heartbeat(): Promise<void>;
  /** Aborted when the partition is revoked or the consumer stops. */
  readonly signal: AbortSignal;
}

/**
 * Promise: the offset after the batch is committed once the handler has resolved, never before. When it rejects, the
 * batch is delivered again from its first record after a pause (`retryDelay`); other partitions go on meanwhile.
 * Not promised: that a batch has the same borders when it comes again, or that it comes only once.
 */
export type BatchHandler = (batch: RecordBatch, context: BatchContext) => Promise<void>;

export interface ConsumerOptions {
  readonly groupId: string;
  /** Partition n of every topic goes to the same member (co-partitioned assignment). */
  readonly topics: readonly string[];
  /** Where a group without offset begins. Default: `earliest`, so that nothing is lost. */
  readonly startFrom?: 'earliest' | 'latest';
  /** Most records a handler gets at once. Default 2,000. */
  readonly maxBatchRecords?: number;
  /** Partitions handled at the same time. Default 1. */
  readonly concurrency?: number;
  /** Milliseconds before a failed batch comes again: first and most. Default 200 and 5,000. */
  readonly retryDelay?: { readonly first: number; readonly most: number };
  readonly sessionTimeoutMs?: number;
  /** Awaited before the first batch of a newly assigned partition. */
  readonly onAssigned?: (partitions: readonly TopicPartition[]) => Promise<void> | void;
  /** Called after the partitions are lost; whatever was cached for them must be dropped. */
  readonly onRevoked?: (partitions: readonly TopicPartition[]) => Promise<void> | void;
  /** A handler rejected; the batch comes again. */
  readonly onRetry?: (batch: TopicPartition & { readonly offset: number }, error: unknown) => void;
  /** The consumer died for good; the process must report itself as not live. */
  readonly onCrash?: (error: unknown) => void;
}

export interface BatchConsumer {
  /** Joins the group and returns once the first assignment is known. */
  start(handler: BatchHandler): Promise<void>;
  /** Stops fetching from these; a running handler ends its batch. Survives rebalances while owned. */
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  assignment(): readonly TopicPartition[];
  /** Finishes the running batches, commits, leaves the group. */
  stop(): Promise<void>;
}

export interface ProduceRecord {
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, Buffer | string>>;
  /** Default: by key, with Java's murmur2, as every Kafka client does. */
  readonly partition?: number;
  readonly timestamp?: number;
}

export interface Appended extends TopicPartition {
  readonly baseOffset: number;
  readonly count: number;
}

export interface RecordProducer {
  /** Resolves when every record is acknowledged by all in-sync replicas. Records of one partition keep their order. */
  send(topic: string, records: readonly ProduceRecord[]): Promise<readonly Appended[]>;
  close(): Promise<void>;
}

export interface LogRange extends TopicPartition {
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
}

export interface TopicDescription {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

export interface PartitionLag extends TopicPartition {
  /** -1 when the group has none. */
  readonly committed: number;
  readonly end: number;
}

export interface Broker {
  producer(): Promise<RecordProducer>;
  consumer(options: ConsumerOptions): BatchConsumer;
  /** Reads ranges of logs without a group's offsets, in order per partition, and returns when all are read. */
  readLog(ranges: readonly LogRange[], onBatch: (batch: RecordBatch) => Promise<void>): Promise<void>;
  /** Creates what is missing; returns the names created. Never changes a topic that is there. */
  ensureTopics(
    topics: readonly { name: string; partitions: number; config: Readonly<Record<string, string>> }[],
  ): Promise<readonly string[]>;
  describeTopics(names: readonly string[]): Promise<readonly (TopicDescription | null)[]>;
  /** Offsets after the last record and of the first, by partition. */
  offsets(topic: string): Promise<readonly { partition: number; begin: number; end: number }[]>;
  lag(groupId: string, topics: readonly string[]): Promise<readonly PartitionLag[]>;
  /** Answers whether the cluster is reachable; throws with the cause when it is not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
