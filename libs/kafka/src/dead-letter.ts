/**
 * What cannot be read goes to `<topic>.dlt`: the original key, value and headers, and headers that say why and from
 * where. Nothing may stop a partition, so what does not fit there is cut, and says so.
 */
import { createHash } from 'node:crypto';
import { deadLetterTopic } from '@vigie/contracts';
import { isBrokerError } from './errors.ts';
import { type KafkaRecord, type ProduceRecord, type RecordProducer } from './port.ts';

const PREFIX = 'vigie-dlt-';

export const DEAD_LETTER_HEADERS = {
  code: 'vigie-dlt-code',
  field: 'vigie-dlt-field',
  topic: 'vigie-dlt-topic',
  partition: 'vigie-dlt-partition',
  offset: 'vigie-dlt-offset',
  timestamp: 'vigie-dlt-timestamp',
  /** What was cut: `value`, or `value,headers,key`. Absent when nothing was. */
  truncated: 'vigie-dlt-truncated',
  originalBytes: 'vigie-dlt-original-bytes',
  sha256: 'vigie-dlt-sha256',
} as const;

/** A `Rejection` of contracts fits. Neither part may hold content of the record. */
export interface DeadLetterReason {
  readonly code: string;
  readonly field: string;
}

export interface DeadLetter {
  readonly record: KafkaRecord;
  readonly reason: DeadLetterReason;
}

/** How much of a value is kept when it is cut; also the largest value of an accepted chat event. */
const KEPT_BYTES = 64 * 1024;
/** From here on a letter is sent on its own, so that its refusal does not concern others. */
const LARGE_BYTES = 256 * 1024;

/** The record for the dead-letter topic. Headers of the original that begin with `vigie-dlt-` are not kept. */
export function deadLetter(record: KafkaRecord, reason: DeadLetterReason): ProduceRecord {
  return { key: record.key, value: record.value, headers: { ...foreign(record.headers), ...origin(record, reason) } };
}

/**
 * Sends each record to the dead-letter topic of its topic; resolves when all are acknowledged. A record that the topic
 * refuses as too large is cut. Rejects only for faults that may pass; sending again then may leave a letter twice, with
 * the same origin headers.
 */
export async function sendDeadLetters(
  producer: RecordProducer,
  letters: readonly DeadLetter[],
): Promise<{ readonly truncated: number }> {
  let truncated = 0;
  for (const [topic, group] of byTopic(letters)) {
    const small = group.filter(({ record }) => (record.value?.length ?? 0) < LARGE_BYTES);
    const large = group.filter(({ record }) => (record.value?.length ?? 0) >= LARGE_BYTES);
    const single = (await fits(producer, topic, small)) ? large : group;
    for (const letter of single) truncated += await sendOne(producer, topic, letter);
  }
  return { truncated };
}

async function sendOne(producer: RecordProducer, topic: string, letter: DeadLetter): Promise<0 | 1> {
  if (await fits(producer, topic, [letter])) return 0;
  try {
    await producer.send(topic, [withoutRest(letter)]);
  } catch (error) {
    if (!isBrokerError(error, 'RECORD_TOO_LARGE')) throw error;
    await producer.send(topic, [bare(letter)]);
  }
  return 1;
}

async function fits(producer: RecordProducer, topic: string, letters: readonly DeadLetter[]): Promise<boolean> {
  if (letters.length === 0) return true;
  try {
    await producer.send(
      topic,
      letters.map(({ record, reason }) => deadLetter(record, reason)),
    );
    return true;
  } catch (error) {
    if (isBrokerError(error, 'RECORD_TOO_LARGE')) return false;
    throw error;
  }
}

/** Only the beginning of the value. */
function withoutRest({ record, reason }: DeadLetter): ProduceRecord {
  const value = record.value?.subarray(0, KEPT_BYTES) ?? null;
  const headers = { ...foreign(record.headers), ...origin(record, reason), ...cutMarks(record, 'value') };
  return { key: record.key, value, headers };
}

/** Nothing but where it came from and what it was: for records whose key or headers are too large. */
function bare({ record, reason }: DeadLetter): ProduceRecord {
  return { key: null, value: null, headers: { ...origin(record, reason), ...cutMarks(record, 'value,headers,key') } };
}

function origin(record: KafkaRecord, { code, field }: DeadLetterReason): Record<string, string> {
  return {
    [DEAD_LETTER_HEADERS.code]: code,
    [DEAD_LETTER_HEADERS.field]: field,
    [DEAD_LETTER_HEADERS.topic]: record.topic,
    [DEAD_LETTER_HEADERS.partition]: String(record.partition),
    [DEAD_LETTER_HEADERS.offset]: String(record.offset),
    [DEAD_LETTER_HEADERS.timestamp]: String(record.timestamp),
  };
}

function cutMarks({ value }: KafkaRecord, truncated: string): Record<string, string> {
  return {
    [DEAD_LETTER_HEADERS.truncated]: truncated,
    [DEAD_LETTER_HEADERS.originalBytes]: String(value?.length ?? 0),
    [DEAD_LETTER_HEADERS.sha256]: createHash('sha256')
      .update(value ?? '')
      .digest('hex'),
  };
}

function foreign(headers: KafkaRecord['headers']): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(PREFIX)));
}

function byTopic(letters: readonly DeadLetter[]): Map<string, DeadLetter[]> {
  const groups = new Map<string, DeadLetter[]>();
  for (const letter of letters) {
    const topic = deadLetterTopic(letter.record.topic);
    groups.set(topic, [...(groups.get(topic) ?? []), letter]);
  }
  return groups;
}

/** Why a record of a dead-letter topic cannot be sent back; null when it can. */
export function redriveRefusal(record: KafkaRecord): 'NOT_A_DEAD_LETTER' | 'TRUNCATED' | null {
  if (record.headers[DEAD_LETTER_HEADERS.topic] === undefined) return 'NOT_A_DEAD_LETTER';
  return record.headers[DEAD_LETTER_HEADERS.truncated] === undefined ? null : 'TRUNCATED';
}

/**
 * The inverse of `deadLetter`: what to send to which topic, byte for byte as it was first, with its first timestamp.
 * Throws for a record that `redriveRefusal` refuses.
 */
export function redrive(record: KafkaRecord): { readonly topic: string; readonly record: ProduceRecord } {
  const refusal = redriveRefusal(record);
  if (refusal !== null) throw new TypeError(`${record.topic}/${record.partition}@${record.offset}: ${refusal}`);
  const timestamp = Number(record.headers[DEAD_LETTER_HEADERS.timestamp]?.toString());
  return {
    topic: record.headers[DEAD_LETTER_HEADERS.topic]!.toString(),
    record: {
      key: record.key,
      value: record.value,
      headers: foreign(record.headers),
      ...(Number.isFinite(timestamp) ? { timestamp } : {}),
    },
  };
}
