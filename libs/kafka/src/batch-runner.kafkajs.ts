/**
 * One fetched batch of kafkajs → the handler, piece by piece: handle, commit, next. What leaves `run` as an error makes
 * kafkajs join the group again, so only that is thrown; everything else is the caller's to retry.
 */
import { type EachBatchPayload } from 'kafkajs';
import { cut, pause } from './batches.ts';
import { BrokerError } from './errors.ts';
import { brokerError, isExpelled, isRejoin } from './errors.kafkajs.ts';
import { type Owned } from './ownership.ts';
import { type BatchContext, type BatchHandler } from './port.ts';
import { toRecord } from './record.kafkajs.ts';

export class BatchRunner {
  readonly #payload: EachBatchPayload;
  readonly #owned: Owned;
  readonly #heartbeatMs: number;
  #lastHeartbeat = Date.now();
  /** The error of kafkajs that asks for joining again, once the running piece is done. */
  #rejoin: unknown;

  constructor(payload: EachBatchPayload, owned: Owned, heartbeatMs: number) {
    this.#payload = payload;
    this.#owned = owned;
    this.#heartbeatMs = heartbeatMs;
  }

  /** While others wait for a rebalance this does not throw: the handler may finish and commit its batch. */
  async heartbeat(): Promise<void> {
    if (!this.#owned.lost && Date.now() - this.#lastHeartbeat >= this.#heartbeatMs) {
      this.#lastHeartbeat = Date.now();
      try {
        await this.#payload.heartbeat();
      } catch (error) {
        // Connection trouble is no loss: the broker keeps the membership for the session's time.
        if (isRejoin(error)) this.#rejoin = error;
        if (isExpelled(error)) this.#owned.lose();
      }
    }
    if (this.#owned.lost) throw this.#lostError();
  }

  /** Waits for something and keeps the membership alive meanwhile; no longer than the partition is ours to keep. */
  async aliveUntil(done: Promise<void>): Promise<void> {
    let waiting = true;
    const finished = done.then(() => (waiting = false));
    while (waiting && this.#rejoin === undefined && !this.#owned.abort.signal.aborted) {
      const beat = new AbortController();
      await Promise.race([finished, pause(this.#heartbeatMs, beat.signal)]);
      beat.abort();
      if (waiting) await this.heartbeat().catch(() => undefined);
    }
  }

  /**
   * Ends early when the partition is paused or lost or the consumer stops. `onFailure` is told what a handler or the
   * commit rejected with, and from which offset on the partition must come again.
   */
  async run(handler: BatchHandler, most: number, onFailure: (offset: number, error: unknown) => void): Promise<void> {
    const { batch, isRunning } = this.#payload;
    const { topic, partition } = batch;
    const context: BatchContext = { signal: this.#owned.abort.signal, heartbeat: () => this.heartbeat() };
    const highWatermark = Number(batch.highWatermark);
    const all = batch.messages.map((message) => toRecord(topic, partition, message));
    for (const records of cut(all, most)) {
      if (!isRunning() || this.#owned.lost || this.#owned.held || this.#rejoin !== undefined) break;
      const last = records.at(-1)!.offset;
      try {
        await handler({ topic, partition, records, highWatermark }, context);
        // Behind the last record there may be a transaction's marker, which no handler sees.
        await this.#commit(last === all.at(-1)!.offset ? Number(batch.lastOffset()) : last);
        this.#owned.failures = 0;
      } catch (error) {
        if (!this.#owned.lost) onFailure(records[0]!.offset, error);
        break;
      }
    }
    if (this.#rejoin !== undefined) throw this.#rejoin;
  }

  async #commit(last: number): Promise<void> {
    const { batch, commitOffsetsIfNecessary, resolveOffset } = this.#payload;
    if (this.#owned.lost) throw this.#lostError();
    const partitions = [{ partition: batch.partition, offset: String(last + 1) }];
    try {
      await commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions }] });
    } catch (error) {
      if (isRejoin(error)) {
        this.#rejoin = error;
        this.#owned.lose();
      }
      throw brokerError('Committing', error);
    }
    resolveOffset(String(last));
  }

  #lostError(): BrokerError {
    return new BrokerError('PARTITION_LOST', `${this.#owned.topic}/${this.#owned.partition} is lost`);
  }
}
