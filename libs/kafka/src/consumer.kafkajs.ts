/**
 * Batch consumer over kafkajs. The way of a batch: kafkajs fetches → wait until the services know of the partition
 * (`onAssigned`) → handler → commit → next. A handler's failure pauses its partition, nothing else.
 *
 * kafkajs can end in three ways that this class hides: it restarts itself after an outage; it stops for good on errors
 * that it takes for fatal, of which most are outages too (a coordinator not found), then a new one is started; and
 * real refusals, which end here: `onCrash`.
 */
import {
  type Consumer,
  type ConsumerCrashEvent,
  type ConsumerGroupJoinEvent,
  type EachBatchPayload,
  type Kafka,
} from 'kafkajs';
import { Announcements } from './announcements.ts';
import { coPartitionedAssigner } from './assigner.kafkajs.ts';
import { BatchRunner } from './batch-runner.kafkajs.ts';
import { DEFAULT_MAX_BATCH_RECORDS, DEFAULT_RETRY_DELAY, retryDelay } from './batches.ts';
import { RETRY } from './config.kafkajs.ts';
import { BrokerError } from './errors.ts';
import { brokerError, isOutage, isRefusal } from './errors.kafkajs.ts';
import { Ownership, type Owned } from './ownership.ts';
import { type BatchConsumer, type BatchHandler, type ConsumerOptions, type TopicPartition } from './port.ts';

/** Also how long a resumed partition may wait for its next fetch. */
const FETCH_WAIT_MS = 200;
const DEFAULT_SESSION_MS = 30_000;
const RESTART_MS = 1_000;
/** Crashes in a row, without a batch between, after which an error that is no outage counts as final. */
const MOST_CRASHES = 5;

export class KafkaJsConsumer implements BatchConsumer {
  readonly #options: ConsumerOptions;
  /** A client of its own: consumers of one client share their knowledge of committed offsets, and mix it up. */
  readonly #newKafka: () => Kafka;
  readonly #ownership = new Ownership();
  readonly #announcements: Announcements;
  readonly #sessionMs: number;
  readonly #heartbeatMs: number;
  #handler: BatchHandler | undefined;
  #consumer: Consumer | undefined;
  /** Between joining and leaving; only then kafkajs takes pause and resume. */
  #joined = false;
  #stopping: Promise<void> | undefined;
  #restart: NodeJS.Timeout | undefined;
  #crashes = 0;

  constructor(newKafka: () => Kafka, options: ConsumerOptions) {
    this.#newKafka = newKafka;
    this.#options = options;
    this.#announcements = new Announcements(options);
    this.#sessionMs = options.sessionTimeoutMs ?? DEFAULT_SESSION_MS;
    this.#heartbeatMs = Math.max(50, Math.min(1_000, Math.floor(this.#sessionMs / 6)));
  }

  async start(handler: BatchHandler): Promise<void> {
    if (this.#handler !== undefined) throw new BrokerError('CLOSED', 'A consumer starts once');
    this.#handler = handler;
    await new Promise<void>((resolve, reject) => {
      this.#run(resolve, reject).catch(reject);
    }).catch(async (error: unknown) => {
      await this.stop();
      throw brokerError(`Joining ${this.#options.groupId}`, error);
    });
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.#setPaused(partitions, true);
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#setPaused(partitions, false);
  }

  assignment(): readonly TopicPartition[] {
    return this.#ownership.list().filter((partition) => !this.#ownership.get(partition)?.lost);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#restart);
    for (const owned of this.#ownership.all()) {
      owned.stopWaiting();
      owned.abort.abort();
    }
    await this.#consumer?.disconnect().catch(() => undefined);
    this.#joined = false;
    this.#announcements.announce(this.#ownership.replace([]), []);
    await this.#announcements.done();
  }

  async #run(...[joined, failed]: FirstJoin): Promise<void> {
    const { groupId, topics, startFrom = 'earliest', concurrency = 1 } = this.#options;
    const consumer = this.#newKafka().consumer({
      groupId,
      partitionAssigners: [coPartitionedAssigner],
      sessionTimeout: this.#sessionMs,
      heartbeatInterval: this.#heartbeatMs,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      // Few: when the coordinator has moved, only the restart after the last retry finds the new one.
      retry: { ...RETRY, retries: 10, restartOnFailure: async (error) => !isRefusal(error) },
    });
    this.#consumer = consumer;
    const { GROUP_JOIN, STOP, CRASH, FETCH } = consumer.events;
    consumer.on(GROUP_JOIN, ({ payload }) => this.#onJoin(consumer, payload));
    consumer.on(STOP, () => this.#onStop());
    consumer.on(CRASH, ({ payload }) => this.#onCrash(payload, joined, failed));
    // A group without offsets knows where it begins only after its first fetch.
    if (startFrom === 'latest') consumer.on(FETCH, joined);
    else consumer.on(GROUP_JOIN, joined);
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: startFrom === 'earliest' });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: concurrency,
      eachBatch: (payload) => this.#onBatch(payload),
    });
  }

  #onJoin(consumer: Consumer, { memberAssignment }: ConsumerGroupJoinEvent['payload']): void {
    // kafkajs may finish a restart while it is being stopped.
    if (this.#stopping !== undefined) return void consumer.disconnect().catch(() => undefined);
    const gained = Object.entries(memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    const lost = this.#ownership.replace(gained);
    this.#joined = true;
    consumer.resume(forKafkaJs(lost));
    this.#ownership.all().forEach((owned) => this.#apply(owned));
    this.#announcements.announce(lost, gained);
  }

  async #onBatch(payload: EachBatchPayload): Promise<void> {
    const owned = this.#ownership.get(payload.batch);
    if (owned === undefined || this.#stopping !== undefined) return;
    const runner = new BatchRunner(payload, owned, this.#heartbeatMs);
    await runner.aliveUntil(this.#announcements.done());
    await runner.run(this.#handler!, this.#options.maxBatchRecords ?? DEFAULT_MAX_BATCH_RECORDS, (offset, error) =>
      this.#deliverAgain(owned, offset, error),
    );
    this.#crashes = 0;
  }

  #deliverAgain(owned: Owned, offset: number, error: unknown): void {
    owned.failures += 1;
    const delay = retryDelay(this.#options.retryDelay ?? DEFAULT_RETRY_DELAY, owned.failures);
    if (this.#stopping === undefined) {
      owned.retry = setTimeout(() => {
        owned.retry = undefined;
        this.#apply(owned);
      }, delay);
      this.#apply(owned);
    }
    this.#options.onRetry?.({ topic: owned.topic, partition: owned.partition, offset }, error);
  }

  #setPaused(partitions: readonly TopicPartition[], paused: boolean): void {
    for (const partition of partitions) {
      const owned = this.#ownership.get(partition);
      if (owned === undefined) continue;
      owned.pausedByUser = paused;
      this.#apply(owned);
    }
  }

  #apply(owned: Owned): void {
    if (!this.#joined || owned.lost) return;
    if (owned.held) this.#consumer?.pause(forKafkaJs([owned]));
    else this.#consumer?.resume(forKafkaJs([owned]));
  }

  /** kafkajs has let go of the group: on `stop`, and before a restart of its own. */
  #onStop(): void {
    this.#joined = false;
    for (const owned of this.#ownership.all()) owned.lose();
  }

  #onCrash({ error, restart }: Pick<ConsumerCrashEvent['payload'], 'error' | 'restart'>, ...first: FirstJoin): void {
    if (restart || this.#stopping !== undefined) return;
    this.#crashes += 1;
    if (isRefusal(error) || (!isOutage(error) && this.#crashes >= MOST_CRASHES)) return this.#end(error, ...first);
    this.#restart = setTimeout(() => {
      this.#run(...first).catch((failure: Error) => {
        void this.#consumer?.disconnect().catch(() => undefined);
        this.#onCrash({ error: failure, restart: false }, ...first);
      });
    }, RESTART_MS);
  }

  #end(error: unknown, ...[, failed]: FirstJoin): void {
    const final = brokerError(`Consuming as ${this.#options.groupId}`, error);
    this.#announcements.announce(this.#ownership.replace([]), []);
    failed(final);
    this.#options.onCrash?.(final);
  }
}

/** Called at the first assignment; called when the consumer ends for good before it. */
type FirstJoin = [joined: () => void, failed: (error: unknown) => void];

function forKafkaJs(partitions: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  return partitions.map(({ topic, partition }) => ({ topic, partitions: [partition] }));
}
