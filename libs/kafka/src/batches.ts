/** Small arithmetic that both adapters share. */
import { type KafkaRecord, type TopicPartition } from './port.ts';

export const DEFAULT_MAX_BATCH_RECORDS = 2_000;

export function partitionName({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/** Cuts records into pieces of at most `most`, in order. */
export function* cut(records: readonly KafkaRecord[], most: number): Generator<readonly KafkaRecord[]> {
  if (records.length <= most) {
    if (records.length > 0) yield records;
    return;
  }
  for (let at = 0; at < records.length; at += most) yield records.slice(at, at + most);
}

export const DEFAULT_RETRY_DELAY = { first: 200, most: 5_000 };

/** Doubles with every failure in a row; `failures` counts from 1. */
export function retryDelay({ first, most }: { first: number; most: number }, failures: number): number {
  return Math.min(most, first * 2 ** Math.min(failures - 1, 30));
}

/** Waits, or returns at once when the signal aborts. Never rejects. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done);
  });
}
