import { conversationKey } from '@vigie/contracts';
import { type Appended, type RecordProducer } from '@vigie/kafka';
import { type CaseEventHead } from '@vigie/safety';
import { encodeWrappedKey, keyRecordKey, type WrappedKey } from './keys/case-key.ts';
import { type CaseTopics } from './topics.ts';

const PROTOBUF = { 'content-type': 'application/protobuf' };

/**
 * Writes the two logs of record. Partition n of both belongs to partition n of flags and commands, so that one process
 * finds everything of a case. Resolves when all in-sync replicas have the records. A send that fails may have happened.
 * A send may become several requests, and somebody else may write between two of them: then the answer is `torn`, and
 * what was decided must be decided anew on what lies in the log now.
 */
export class CaseLog {
  readonly #producer: Pick<RecordProducer, 'send'>;
  readonly #topics: CaseTopics;

  constructor(producer: Pick<RecordProducer, 'send'>, topics: CaseTopics) {
    this.#producer = producer;
    this.#topics = topics;
  }

  /** `events`: at least one. @returns offset of the first record. */
  async append(
    partition: number,
    events: readonly { event: CaseEventHead; value: Uint8Array }[],
  ): Promise<number | 'torn'> {
    const records = events.map(({ event, value }) => {
      return { key: conversationKey(event), value: bufferOf(value), headers: PROTOBUF, partition };
    });
    return baseOf(await this.#producer.send(this.#topics.caseEvents, records));
  }

  /** To be awaited before the first event that uses the key. @returns offset of the first record. */
  async appendKeys(partition: number, keys: readonly WrappedKey[]): Promise<number | 'torn'> {
    const records = keys.map((key) => {
      return { key: keyRecordKey(key), value: bufferOf(encodeWrappedKey(key)), headers: PROTOBUF, partition };
    });
    return baseOf(await this.#producer.send(this.#topics.caseKeys, records));
  }

  /** Tombstones: what was sealed with these keys is gone for good. A legal hold is the caller's to check. */
  async eraseKeys(partition: number, keys: readonly { caseId: string; keyId: string }[]): Promise<void> {
    const records = keys.map((key) => ({ key: keyRecordKey(key), value: null, partition }));
    if (records.length > 0) await this.#producer.send(this.#topics.caseKeys, records);
  }
}

/** Offset of the first record when all pieces lie one behind the other. */
function baseOf(appended: readonly Appended[]): number | 'torn' {
  const [first, ...rest] = [...appended].sort((a, b) => a.baseOffset - b.baseOffset);
  if (first === undefined) throw new Error('Nothing was appended');
  let next = first.baseOffset + first.count;
  for (const { baseOffset, count } of rest) {
    if (baseOffset !== next) return 'torn';
    next += count;
  }
  return first.baseOffset;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
