import { conversationKey } from '@vigie/contracts';
import { type Appended, type RecordProducer } from '@vigie/kafka';
import { type CaseEventHead } from '@vigie/safety';
import { encodeWrappedKey, keyRecordKey, type WrappedKey } from './keys/case-key.ts';
import { type CaseTopics } from './topics.ts';

const PROTOBUF = { 'content-type': 'application/protobuf' };

/**
 * Writes the two logs of record. Partition n of both belongs to partition n of flags and commands, so that one process
 * finds everything of a case. Resolves when all in-sync replicas have the records. A send that fails may have happened.
 */
export class CaseLog {
  readonly #producer: Pick<RecordProducer, 'send'>;
  readonly #topics: CaseTopics;

  constructor(producer: Pick<RecordProducer, 'send'>, topics: CaseTopics) {
    this.#producer = producer;
    this.#topics = topics;
  }

  /** @returns offset of the first record. */
  async append(partition: number, events: readonly { event: CaseEventHead; value: Uint8Array }[]): Promise<number> {
    const records = events.map(({ event, value }) => {
      return { key: conversationKey(event), value: bufferOf(value), headers: PROTOBUF, partition };
    });
    return baseOf(await this.#producer.send(this.#topics.caseEvents, records));
  }

  /** To be awaited before the first event that uses the key. @returns offset of the first record. */
  async appendKeys(partition: number, keys: readonly WrappedKey[]): Promise<number> {
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

function baseOf(appended: readonly Appended[]): number {
  const [only, another] = appended;
  if (only === undefined || another !== undefined)
    throw new Error('A send to one partition was not appended in one piece');
  return only.baseOffset;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
