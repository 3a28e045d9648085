/**
 * The partitions that a consumer owns, from one rebalance to the next. Every rebalance ends the old ownership and
 * begins a new one, also for partitions that stay: in between another member may have worked on them, so nothing that
 * was cached before may be trusted. Only what the user paused is carried over.
 */
import { partitionName } from './batches.ts';
import { type TopicPartition } from './port.ts';

export class Owned implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  /** Aborted when the partition is lost or the consumer stops. */
  readonly abort = new AbortController();
  /** What was done for it must not be committed any more. */
  lost = false;
  pausedByUser = false;
  /** Handlers that rejected, in a row. */
  failures = 0;
  /** Runs while a failed batch waits for its next delivery. */
  retry: NodeJS.Timeout | undefined;

  constructor({ topic, partition }: TopicPartition) {
    this.topic = topic;
    this.partition = partition;
  }

  get held(): boolean {
    return this.pausedByUser || this.retry !== undefined;
  }

  lose(): void {
    this.lost = true;
    this.stopWaiting();
    this.abort.abort();
  }

  stopWaiting(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
  }
}

export class Ownership {
  #owned = new Map<string, Owned>();

  get(partition: TopicPartition): Owned | undefined {
    return this.#owned.get(partitionName(partition));
  }

  all(): readonly Owned[] {
    return [...this.#owned.values()];
  }

  list(): readonly TopicPartition[] {
    return this.all().map(({ topic, partition }) => ({ topic, partition }));
  }

  /** Ends all ownership, begins the new one; returns what was lost. */
  replace(partitions: readonly TopicPartition[]): readonly TopicPartition[] {
    const lost = this.list();
    const before = this.#owned;
    for (const owned of before.values()) owned.lose();
    this.#owned = new Map(
      partitions.map((partition) => {
        const owned = new Owned(partition);
        owned.pausedByUser = before.get(partitionName(partition))?.pausedByUser ?? false;
        return [partitionName(partition), owned];
      }),
    );
    return lost;
  }
}
