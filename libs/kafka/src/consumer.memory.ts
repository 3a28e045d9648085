/** A member of an in-memory consumer group; the same promises as over Kafka, without a poll loop. */
import { Announcements } from './announcements.ts';
import { DEFAULT_MAX_BATCH_RECORDS, DEFAULT_RETRY_DELAY, partitionName, retryDelay } from './batches.ts';
import { type MemoryCluster } from './cluster.memory.ts';
import { BrokerError } from './errors.ts';
import { type Faults } from './faults.memory.ts';
import { type MemoryGroup, type MemoryMember } from './group.memory.ts';
import { Ownership, type Owned } from './ownership.ts';
import { type BatchConsumer, type BatchHandler, type ConsumerOptions, type TopicPartition } from './port.ts';

let members = 0;

export class MemoryConsumer implements BatchConsumer, MemoryMember {
  readonly id = String(++members).padStart(8, '0');
  readonly topics: readonly string[];
  readonly sessionMs: number;
  lastHeartbeat = Date.now();
  readonly #cluster: MemoryCluster;
  readonly #group: MemoryGroup;
  readonly #faults: Faults;
  readonly #options: ConsumerOptions;
  readonly #announcements: Announcements;
  readonly #ownership = new Ownership();
  readonly #positions = new Map<string, number>();
  readonly #running = new Set<Owned>();
  #whenIdle: (() => void)[] = [];
  #unwatch: () => void = () => undefined;
  #handler: BatchHandler | undefined;
  #frozen = true;
  #expelled = false;
  #scheduled = false;
  #turn = 0;
  #stopping: Promise<void> | undefined;

  constructor(cluster: MemoryCluster, faults: Faults, options: ConsumerOptions) {
    this.#cluster = cluster;
    this.#faults = faults;
    this.#options = options;
    this.#group = cluster.group(options.groupId);
    this.#announcements = new Announcements(options);
    this.topics = options.topics;
    this.sessionMs = options.sessionTimeoutMs ?? 30_000;
  }

  async start(handler: BatchHandler): Promise<void> {
    if (this.#handler !== undefined) throw new BrokerError('CLOSED', 'A consumer starts once');
    this.topics.forEach((name) => this.#cluster.topic(name));
    this.#handler = handler;
    this.#unwatch = this.#cluster.watch(this.topics, () => this.#schedule());
    await this.#group.join(this);
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.#setPaused(partitions, true);
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#setPaused(partitions, false);
    this.#schedule();
  }

  assignment(): readonly TopicPartition[] {
    return this.#ownership.list();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#unwatch();
    for (const owned of this.#ownership.all()) {
      owned.stopWaiting();
      owned.abort.abort();
    }
    await this.idle();
    void this.#group.leave(this);
    this.#announcements.announce(this.#ownership.replace([]), []);
    await this.#announcements.done();
  }

  /** The process is gone: no callback, no commit, and the others take over at once. */
  kill(): void {
    this.#stopping ??= Promise.resolve();
    this.#unwatch();
    for (const owned of this.#ownership.all()) owned.stopWaiting();
    this.#running.clear();
    this.#notifyIdle();
    void this.#group.leave(this);
  }

  freeze(): void {
    this.#frozen = true;
  }

  idle(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  assign(partitions: readonly TopicPartition[]): void {
    if (this.#stopping !== undefined) return;
    const lost = this.#ownership.replace(partitions);
    this.#positions.clear();
    for (const partition of partitions) {
      const log = this.#cluster.log(partition);
      const begin = this.#options.startFrom === 'latest' ? log.end : log.begin;
      this.#positions.set(partitionName(partition), this.#group.committed.get(partitionName(partition)) ?? begin);
    }
    this.#announce(lost, partitions);
  }

  expel(): void {
    this.#expelled = true;
    this.#announce(this.#ownership.replace([]), []);
  }

  #announce(lost: readonly TopicPartition[], gained: readonly TopicPartition[]): void {
    this.#frozen = true;
    const owned = this.#ownership.all();
    this.#announcements.announce(lost, gained);
    void this.#announcements.done().then(() => {
      if (owned.some((partition) => partition.lost)) return;
      this.#frozen = false;
      this.#schedule();
    });
  }

  #setPaused(partitions: readonly TopicPartition[], paused: boolean): void {
    for (const partition of partitions) {
      const owned = this.#ownership.get(partition);
      if (owned !== undefined) owned.pausedByUser = paused;
    }
  }

  /** Lets timers and sockets have their turn between batches. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#pump();
    });
  }

  #pump(): void {
    const { concurrency = 1 } = this.#options;
    const owned = this.#ownership.all();
    for (let step = 0; step < owned.length && this.#running.size < concurrency; step++) {
      if (this.#frozen || this.#stopping !== undefined) return;
      const next = owned[(this.#turn + step) % owned.length]!;
      if (this.#running.has(next) || next.held || this.#position(next) >= this.#cluster.log(next).end) continue;
      this.#running.add(next);
      void this.#work(next);
    }
    this.#turn += 1;
  }

  #position(owned: Owned): number {
    return this.#positions.get(partitionName(owned)) ?? 0;
  }

  async #work(owned: Owned): Promise<void> {
    const { topic, partition } = owned;
    const log = this.#cluster.log(owned);
    const from = this.#position(owned);
    const records = log.read(from, log.end, this.#options.maxBatchRecords ?? DEFAULT_MAX_BATCH_RECORDS);
    this.lastHeartbeat = Date.now();
    try {
      if (records.length > 0) {
        const context = { signal: owned.abort.signal, heartbeat: () => this.#heartbeat(owned) };
        await this.#handler!({ topic, partition, records, highWatermark: log.end }, context);
      }
      const next = (records.at(-1)?.offset ?? log.end - 1) + 1;
      await this.#faults.pass('commit', topic, () => this.#commit(owned, next));
      this.#positions.set(partitionName(owned), next);
      owned.failures = 0;
    } catch (error) {
      if (!owned.lost && !this.#faults.dead) this.#deliverAgain(owned, from, error);
    }
    this.#ended(owned);
  }

  #heartbeat(owned: Owned): Promise<void> {
    return this.#faults.pass('heartbeat', owned.topic, () => {
      this.lastHeartbeat = Date.now();
      this.#mustOwn(owned);
    });
  }

  #commit(owned: Owned, offset: number): void {
    this.#mustOwn(owned);
    this.#group.committed.set(partitionName(owned), offset);
  }

  #mustOwn(owned: Owned): void {
    if (owned.lost) throw new BrokerError('PARTITION_LOST', `${partitionName(owned)} is lost`);
  }

  #deliverAgain(owned: Owned, offset: number, error: unknown): void {
    owned.failures += 1;
    const delay = retryDelay(this.#options.retryDelay ?? DEFAULT_RETRY_DELAY, owned.failures);
    if (this.#stopping === undefined) {
      owned.retry = setTimeout(() => {
        owned.retry = undefined;
        this.#schedule();
      }, delay);
    }
    this.#options.onRetry?.({ topic: owned.topic, partition: owned.partition, offset }, error);
  }

  #ended(owned: Owned): void {
    this.#running.delete(owned);
    if (this.#running.size > 0) return this.#schedule();
    this.#notifyIdle();
    if (this.#expelled && this.#stopping === undefined) {
      this.#expelled = false;
      void this.#group.join(this);
    }
    this.#schedule();
  }

  #notifyIdle(): void {
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}
