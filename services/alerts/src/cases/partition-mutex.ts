import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 1000;

/** One at a time per partition, in the order of arrival. */
export class PartitionMutex {
  readonly #last = new Map<number, Promise<unknown>>();
  readonly #heartbeatMs: number;

  constructor(heartbeatMs = HEARTBEAT_MS) {
    this.#heartbeatMs = heartbeatMs;
  }

  /** `heartbeat`: called every second of waiting; when it throws, the turn is given up and the work not begun. */
  run<T>(partition: number, work: () => Promise<T>, heartbeat?: () => Promise<void>): Promise<T> {
    const before = this.#last.get(partition);
    const result = before === undefined ? Promise.resolve().then(work) : this.#wait(before, heartbeat).then(work);
    // A turn that was given up ends no sooner than the one before it: the next must still wait for that.
    const settled = Promise.allSettled([before, result]);
    this.#last.set(partition, settled);
    void settled.then(() => {
      if (this.#last.get(partition) === settled) this.#last.delete(partition);
    });
    return result;
  }

  async #wait(before: Promise<unknown>, heartbeat: (() => Promise<void>) | undefined): Promise<void> {
    if (heartbeat === undefined) return void (await before);
    const over = new AbortController();
    const isOver = before.then(() => over.abort());
    while (!over.signal.aborted) {
      await sleep(this.#heartbeatMs, undefined, { signal: over.signal }).catch(() => undefined);
      if (!over.signal.aborted) await heartbeat();
    }
    await isOver;
  }
}
