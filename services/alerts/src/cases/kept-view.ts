import { catchUp, type CatchUpDeps, type LoadedCases, logEnds, type ViewPosition } from '@vigie/cases';
import { type BatchContext } from '@vigie/kafka';
import { PartitionMutex } from './partition-mutex.ts';

export type LoadedForDecision = LoadedCases & { readonly position: ViewPosition };

/**
 * Keeps the view of this process's partitions at the end of their logs. A view that is missing, or stands before a
 * place that this process has seen it at, has been wiped or restored from an old snapshot: it is brought up before
 * anything is decided on it, and within a second also when nothing comes in (`check`).
 */
export class KeptView {
  readonly #deps: CatchUpDeps;
  readonly #mutex = new PartitionMutex();
  readonly #owned = new Set<number>();
  /** The furthest place at which the view of a partition was seen. */
  readonly #seen = new Map<number, ViewPosition>();

  readonly #partitions: number;

  /** `partitions`: how many the case log has. */
  constructor(deps: CatchUpDeps, partitions: number) {
    this.#deps = deps;
    this.#partitions = partitions;
  }

  /**
   * Work on one partition, one after the other, whichever topic it comes from. Who waits for its turn gives signs of
   * life: bringing up a lost view may take longer than the session of a group. When one throws, the work is not begun.
   */
  alone<T>(partition: number, work: () => Promise<T>, context?: Pick<BatchContext, 'heartbeat'>): Promise<T> {
    return this.#mutex.run(partition, work, context && (() => context.heartbeat()));
  }

  own(partitions: Iterable<number>): void {
    for (const partition of partitions) {
      if (!this.#owned.has(partition)) this.#seen.delete(partition);
      this.#owned.add(partition);
    }
  }

  disown(partitions: Iterable<number>): void {
    for (const partition of partitions) {
      this.#owned.delete(partition);
      this.#seen.delete(partition);
    }
  }

  async load(partition: number, caseIds: readonly string[], context: BatchContext): Promise<LoadedForDecision> {
    for (;;) {
      if (!this.#seen.has(partition)) await this.catchUp(partition, context);
      const loaded = await this.#deps.view.load(partition, caseIds);
      const { position } = loaded;
      if (position !== null && !isBefore(position, this.#seen.get(partition))) return { ...loaded, position };
      await this.catchUp(partition, context);
    }
  }

  reached(partition: number, position: ViewPosition): void {
    this.#seen.set(partition, position);
  }

  async catchUp(partition: number, context?: Pick<BatchContext, 'heartbeat'>): Promise<void> {
    const reached = await catchUp(this.#deps, [partition], { heartbeat: async () => context?.heartbeat() });
    for (const [one, position] of reached) this.reached(one, position);
  }

  /**
   * Brings up what has fallen behind. With `logs` also what others have written, such as the erasure of a key, and
   * partitions that nobody has brought up: their owner may be dead, and Kafka slow to notice.
   * @throws AggregateError at the end, when some partitions failed; the others have been looked after.
   */
  async check({ logs }: { logs: boolean }): Promise<void> {
    const [positions, ready] = await Promise.all([this.#deps.view.positions(), this.#deps.view.ready()]);
    const ends = logs ? await logEnds(this.#deps) : undefined;
    const failures: unknown[] = [];
    for (let partition = 0; partition < this.#partitions; partition++) {
      const position = positions.get(partition);
      const wanted = [this.#seen.get(partition), ends?.get(partition)?.end].filter((place) => place !== undefined);
      const isThere = position !== undefined && ready.has(partition);
      const isBehind = wanted.some((place) => position !== undefined && isBefore(position, place));
      // Ours that was never looked at is brought up in any case; of others only what nobody has brought up.
      const isDue = this.#owned.has(partition) ? !isThere || isBehind || wanted.length === 0 : logs && !isThere;
      if (!isDue) continue;
      try {
        await this.alone(partition, () => this.catchUp(partition));
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} partitions failed`);
  }
}

function isBefore(position: ViewPosition, seen: ViewPosition | undefined): boolean {
  return seen !== undefined && (position.events < seen.events || position.keys < seen.keys);
}
