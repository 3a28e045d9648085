/** A record as kafkajs decodes it → a record of the port. */
import { type IHeaders } from 'kafkajs';
import { type KafkaRecord, type RecordHeaders } from './port.ts';

interface DecodedMessage {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly timestamp: string;
  readonly headers?: IHeaders | undefined;
}

const NONE: RecordHeaders = Object.freeze(Object.create(null) as RecordHeaders);

export function toRecord(topic: string, partition: number, message: DecodedMessage): KafkaRecord {
  return {
    topic,
    partition,
    offset: Number(message.offset),
    key: message.key,
    value: message.value,
    headers: toHeaders(message.headers),
    timestamp: Number(message.timestamp),
  };
}

/** Kafka allows a name twice: the last counts, as in Java's `lastHeader`. A header without value is empty. */
function toHeaders(headers: IHeaders | undefined): RecordHeaders {
  if (headers === undefined) return NONE;
  let result: Record<string, Buffer> | undefined;
  for (const name of Object.keys(headers)) {
    const given = headers[name];
    const last = Array.isArray(given) ? given.at(-1) : given;
    result ??= Object.create(null) as Record<string, Buffer>;
    result[name] = Buffer.isBuffer(last) ? last : Buffer.from(last ?? '');
  }
  return result ?? NONE;
}
