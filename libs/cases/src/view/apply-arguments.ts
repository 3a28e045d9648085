import { indexesOf, placeOf } from './case-query.ts';
import { type CaseUpdate, type ViewBatch, type ViewPosition } from './case-view.ts';
import { feedEntriesOf } from './feed-entries.ts';

type Argument = string | number | Buffer;

/** ARGV of `apply-case-batch-5.lua`. */
export function listArguments(batch: ViewBatch, prefix: string, feedLength: number): Argument[] {
  const entries = feedEntriesOf(batch);
  return [
    prefix,
    batch.partition,
    batch.expected === null ? '' : format(batch.expected),
    format(batch.next),
    batch.ready ? '1' : '0',
    feedLength,
    ...[batch.cases.length, ...batch.cases.flatMap(caseArguments)],
    batch.keys.length,
    ...batch.keys.flatMap(({ caseId, keyId, value }) => [caseId, keyId, value === null ? '0' : '1', buffer(value)]),
    ...[entries.length, ...entries.flat()],
  ];
}

function caseArguments({ before, after, events }: CaseUpdate): Argument[] {
  const now = indexesOf(after);
  const left = before === null ? [] : indexesOf(before).filter((name) => !now.includes(name));
  const head = [after.caseId, JSON.stringify(after), placeOf(after).score];
  return [...head, left.length, ...left, now.length, ...now, events.length, ...events.map(buffer)];
}

function format({ events, keys }: ViewPosition): string {
  return `${events}:${keys}`;
}

function buffer(bytes: Uint8Array | null): Buffer {
  return bytes === null ? Buffer.alloc(0) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
