/**
 * Calls `onRevoked` and `onAssigned`, one rebalance after the other, and lets batches wait for it. A callback that fails
 * is called again after a growing delay, and no batch is handed out meanwhile: a service that could not load what it
 * needs for a partition must not work on it.
 */
import { DEFAULT_RETRY_DELAY, pause, retryDelay } from './batches.ts';
import { type ConsumerOptions, type TopicPartition } from './port.ts';

export class Announcements {
  readonly #options: ConsumerOptions;
  #last: Promise<void> = Promise.resolve();
  #current = new AbortController();

  constructor(options: ConsumerOptions) {
    this.#options = options;
  }

  /** A newer rebalance makes an older one, whose callback still fails, give up. */
  announce(lost: readonly TopicPartition[], gained: readonly TopicPartition[]): void {
    this.#current.abort();
    const current = new AbortController();
    this.#current = current;
    this.#last = this.#last.then(async () => {
      const { onRevoked, onAssigned } = this.#options;
      if (lost.length > 0) await this.#insist(() => onRevoked?.(lost), lost, current.signal);
      if (gained.length > 0) await this.#insist(() => onAssigned?.(gained), gained, current.signal);
    });
  }

  /** Resolves when every announcement so far has been made or has been overtaken. Never rejects. */
  async done(): Promise<void> {
    for (let seen; seen !== this.#last;) {
      seen = this.#last;
      await seen;
    }
  }

  async #insist(
    call: () => Promise<void> | void,
    partitions: readonly TopicPartition[],
    overtaken: AbortSignal,
  ): Promise<void> {
    for (let failures = 1; ; failures++) {
      try {
        return await call();
      } catch (error) {
        this.#options.onRetry?.({ ...partitions[0]!, offset: -1 }, error);
        if (overtaken.aborted) return;
        await pause(retryDelay(this.#options.retryDelay ?? DEFAULT_RETRY_DELAY, failures), overtaken);
        if (overtaken.aborted) return;
      }
    }
  }
}
