/**
 * Idempotent producer over kafkajs, acks=all. kafkajs numbers the records of a partition anew at every attempt, takes
 * back the numbers of a failed send, and asks the partitioner again. With sends at the same time this loses records: the
 * numbers of one that failed although the broker had it go to the next one, which the broker then drops as a duplicate
 * and acknowledges (4,000 records over a line that broke 15 times: some 50 acknowledged and missing). Hence:
 *
 * - one send at a time; a retry inside kafkajs then repeats the same numbers, and the broker recognises it;
 * - after a failed send the producer is thrown away, the next one has a new id; that may double records, never lose any;
 * - a record's partition is chosen once and kept over retries;
 * - sends are cut so that a partition's share fits `max.message.bytes` (1 MiB by default), and halved if it does not.
 */
import { type ICustomPartitioner, type Kafka, type Message, type Producer } from 'kafkajs';
import { partitionForKey } from './murmur2.ts';
import { BrokerError } from './errors.ts';
import { brokerError, isSequenceTrouble, isTooLarge } from './errors.kafkajs.ts';
import { REQUEST_TIMEOUT_MS, RETRY } from './config.kafkajs.ts';
import { type Appended, type ProduceRecord, type RecordProducer } from './port.ts';

/** kafkajs groups a send in time quadratic to its records, so cutting is also faster. */
const MOST_RECORDS = 1_000;
const MOST_BYTES = 768 * 1024;

export class KafkaJsProducer implements RecordProducer {
  readonly #kafka: Kafka;
  readonly #exists: (topic: string) => Promise<boolean>;
  readonly #known = new Set<string>();
  #producer: Producer | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** `exists` is asked once a topic: kafkajs would look for a missing one until its last retry. */
  constructor(kafka: Kafka, exists: (topic: string) => Promise<boolean>) {
    this.#kafka = kafka;
    this.#exists = exists;
  }

  /** Connects, so that a wrong address or password shows at start. */
  async connect(): Promise<void> {
    await this.#connected();
  }

  async send(topic: string, records: readonly ProduceRecord[]): Promise<readonly Appended[]> {
    if (this.#closed) throw new BrokerError('CLOSED', 'The producer is closed');
    const sent = this.#last.then(() => this.#sendAll(topic, records.map(toMessage)));
    this.#last = sent.catch(() => undefined);
    return sent;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
    await this.#dispose();
  }

  async #sendAll(topic: string, messages: readonly Message[]): Promise<Appended[]> {
    if (!this.#known.has(topic)) {
      if (!(await this.#exists(topic))) throw new BrokerError('UNKNOWN_TOPIC', `${topic} does not exist`);
      this.#known.add(topic);
    }
    const appended: Appended[] = [];
    for (const piece of pieces(messages)) appended.push(...(await this.#sendPiece(topic, piece)));
    return appended;
  }

  async #sendPiece(topic: string, messages: Message[], again = true): Promise<Appended[]> {
    try {
      const producer = await this.#connected();
      const written = await producer.send({ topic, messages, acks: -1, timeout: REQUEST_TIMEOUT_MS });
      return written.map(({ partition, baseOffset }) => ({
        topic,
        partition,
        baseOffset: Number(baseOffset),
        count: messages.filter((message) => message.partition === partition).length,
      }));
    } catch (error) {
      await this.#dispose();
      if (isTooLarge(error) && messages.length > 1) {
        const half = Math.ceil(messages.length / 2);
        return [
          ...(await this.#sendPiece(topic, messages.slice(0, half))),
          ...(await this.#sendPiece(topic, messages.slice(half))),
        ];
      }
      if (again && isSequenceTrouble(error)) return this.#sendPiece(topic, messages, false);
      throw brokerError(`Sending to ${topic}`, error);
    }
  }

  async #connected(): Promise<Producer> {
    if (this.#producer !== undefined) return this.#producer;
    const producer = this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: rememberingPartitioner,
      retry: RETRY,
    });
    try {
      await producer.connect();
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw brokerError('Connecting the producer', error);
    }
    this.#producer = producer;
    return producer;
  }

  async #dispose(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    // Nothing is lost by a connection that does not close well: every send has been answered or given up.
    await producer?.disconnect().catch(() => undefined);
  }
}

const rememberingPartitioner: ICustomPartitioner = () => {
  let turn = 0;
  return ({ partitionMetadata, message }) => {
    const { key } = message;
    message.partition ??=
      key === null || key === undefined
        ? turn++ % partitionMetadata.length
        : partitionForKey(Buffer.from(key), partitionMetadata.length);
    return message.partition;
  };
};

function toMessage({ key, value, headers, partition, timestamp }: ProduceRecord): Message {
  const message: Message = { key: key === null ? null : Buffer.from(key as Buffer), value };
  if (headers !== undefined) {
    message.headers = Object.fromEntries(
      Object.entries(headers).map(([name, text]) => [name, Buffer.from(text as Buffer)]),
    );
  }
  if (partition !== undefined) message.partition = partition;
  if (timestamp !== undefined) message.timestamp = String(timestamp);
  return message;
}

function* pieces(messages: readonly Message[]): Generator<Message[]> {
  let piece: Message[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = sizeOf(message);
    if (piece.length > 0 && (piece.length === MOST_RECORDS || bytes + size > MOST_BYTES)) {
      yield piece;
      piece = [];
      bytes = 0;
    }
    piece.push(message);
    bytes += size;
  }
  if (piece.length > 0) yield piece;
}

function sizeOf({ key, value, headers }: Message): number {
  let bytes = 70 + (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, text] of Object.entries(headers ?? {})) bytes += 10 + name.length + (text as Buffer).length;
  return bytes;
}
