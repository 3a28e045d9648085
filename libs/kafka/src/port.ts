/**
 * The narrow port to Kafka: consume whole batches of one partition, produce, read a log, ask about topics.
 * Two adapters, kafkajs and memory; one contract suite (`broker-contract.ts`) runs on both.
 */

/** Of a name that occurs twice the last counts; a header without value is an empty buffer. */
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
  /**
   * Keeps the membership in the group alive during long work; cheap when called often. Throws `PARTITION_LOST` when the
   * partition is lost; does not throw while a rebalance waits for this batch, which may still be finished and committed.
   */
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
  /**
   * Awaited before the first batch of a newly assigned partition. When it rejects it is called again after a pause, told
   * to `onRetry` with offset -1, and no batch comes meanwhile. Every rebalance revokes all and assigns anew, also what
   * stays.
   */
  readonly onAssigned?: (partitions: readonly TopicPartition[]) => Promise<void> | void;
  /** Called after the partitions are lost, also by `stop`; whatever was cached for them must be dropped. */
  readonly onRevoked?: (partitions: readonly TopicPartition[]) => Promise<void> | void;
  /** A handler rejected; the batch comes again. */
  readonly onRetry?: (batch: TopicPartition & { readonly offset: number }, error: unknown) => void;
  /** The consumer died for good; the process must report itself as not live. */
  readonly onCrash?: (error: unknown) => void;
}

export interface BatchConsumer {
  /**
   * Joins the group and returns once the first assignment is known; with `latest`, once it is settled where to begin.
   * Rejects when a topic does not exist or the cluster cannot be reached. A consumer starts once.
   */
  start(handler: BatchHandler): Promise<void>;
  /** Stops fetching from these; a running handler ends its batch. Survives rebalances while owned. */
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  assignment(): readonly TopicPartition[];
  /** Aborts the signals, finishes the running batches, commits, leaves the group. Not to be awaited by a handler. */
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
  /**
   * Resolves when every record is acknowledged by all in-sync replicas. Records of one partition keep their order. A
   * large send is cut into several requests: there may be more than one entry for a partition. Rejects with a
   * `BrokerError`: `RECORD_TOO_LARGE`, or a fault that outlasted about a minute of retries; then some may be written.
   */
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
  /**
   * Reads ranges of logs without a group, in order per partition, and returns when all are read. A range is clipped to
   * what the log holds at the call, so `until: Infinity` means "up to now". An error of `onBatch` is handed on as it is.
   */
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
