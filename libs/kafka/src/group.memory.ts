/**
 * The coordinator of one consumer group in memory. A rebalance waits until the running batches have ended; a member
 * that keeps it waiting without a heartbeat for its session's time is expelled, and its late commit is refused.
 */
import { pause } from './batches.ts';
import { coPartition } from './co-partition.ts';
import { type TopicPartition } from './port.ts';

export interface MemoryMember {
  readonly id: string;
  readonly topics: readonly string[];
  readonly sessionMs: number;
  readonly lastHeartbeat: number;
  /** No new batch from now on. */
  freeze(): void;
  /** Resolves when no batch is running. */
  idle(): Promise<void>;
  assign(partitions: readonly TopicPartition[]): void;
  expel(): void;
}

export class MemoryGroup {
  /** By `topic/partition`: offset of the next record. */
  readonly committed = new Map<string, number>();
  readonly #members = new Set<MemoryMember>();
  readonly #partitionsOf: (topic: string) => number;
  #last: Promise<void> = Promise.resolve();

  constructor(partitionsOf: (topic: string) => number) {
    this.#partitionsOf = partitionsOf;
  }

  /** Resolves when the member has its partitions. */
  join(member: MemoryMember): Promise<void> {
    this.#members.add(member);
    return this.#rebalance();
  }

  leave(member: MemoryMember): Promise<void> {
    return this.#members.delete(member) ? this.#rebalance() : Promise.resolve();
  }

  #rebalance(): Promise<void> {
    this.#last = this.#last.then(() => this.#rebalanceOnce());
    return this.#last;
  }

  async #rebalanceOnce(): Promise<void> {
    for (const member of this.#members) member.freeze();
    await Promise.all([...this.#members].map((member) => this.#settled(member)));
    const assignment = coPartition([...this.#members], this.#partitionsOf);
    for (const member of this.#members) {
      const topics = [...assignment.get(member.id)!];
      member.assign(topics.flatMap(([topic, partitions]) => partitions.map((partition) => ({ topic, partition }))));
    }
  }

  async #settled(member: MemoryMember): Promise<void> {
    let idle = false;
    const ended = member.idle().then(() => (idle = true));
    await Promise.resolve();
    while (!idle && this.#members.has(member)) {
      const left = member.lastHeartbeat + member.sessionMs - Date.now();
      if (left <= 0) {
        this.#members.delete(member);
        member.expel();
        return;
      }
      const waiting = new AbortController();
      await Promise.race([ended, pause(Math.min(left, 100), waiting.signal)]);
      waiting.abort();
    }
  }
}
