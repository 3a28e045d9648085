/** The port over kafkajs. Each part has a client of its own, because kafkajs shares state between parts of one client. */
import { KafkaJsAdmin } from './admin.kafkajs.ts';
import { newKafka, NO_RETRY, type KafkaHooks, type KafkaOptions } from './config.kafkajs.ts';
import { KafkaJsConsumer } from './consumer.kafkajs.ts';
import { readLog } from './log-reader.kafkajs.ts';
import { KafkaJsProducer } from './producer.kafkajs.ts';
import { type BatchConsumer, type Broker, type ConsumerOptions, type LogRange, type RecordBatch } from './port.ts';

export class KafkaJsBroker implements Broker {
  readonly #newKafka: (retry?: typeof NO_RETRY) => ReturnType<typeof newKafka>;
  readonly #admin: KafkaJsAdmin;
  readonly #pinger: KafkaJsAdmin;
  readonly #consumers: BatchConsumer[] = [];
  readonly #producers: KafkaJsProducer[] = [];

  constructor(options: KafkaOptions, hooks: KafkaHooks = {}) {
    this.#newKafka = (retry) => newKafka(options, hooks, retry);
    this.#admin = new KafkaJsAdmin(() => this.#newKafka());
    this.#pinger = new KafkaJsAdmin(() => this.#newKafka(NO_RETRY));
  }

  async producer(): Promise<KafkaJsProducer> {
    const producer = new KafkaJsProducer(this.#newKafka(), (topic) => this.#admin.exists(topic));
    await producer.connect();
    this.#producers.push(producer);
    return producer;
  }

  consumer(options: ConsumerOptions): BatchConsumer {
    const consumer = new KafkaJsConsumer(() => this.#newKafka(), options);
    this.#consumers.push(consumer);
    return consumer;
  }

  readLog(ranges: readonly LogRange[], onBatch: (batch: RecordBatch) => Promise<void>): Promise<void> {
    return readLog(this.#newKafka(), ranges, onBatch);
  }

  ensureTopics: Broker['ensureTopics'] = (topics) => this.#admin.ensureTopics(topics);
  describeTopics: Broker['describeTopics'] = (names) => this.#admin.describeTopics(names);
  offsets: Broker['offsets'] = (topic) => this.#admin.offsets(topic);
  lag: Broker['lag'] = (groupId, topics) => this.#admin.lag(groupId, topics);
  ping: Broker['ping'] = () => this.#pinger.ping();

  /** Consumers first: their last batches may still send. */
  async close(): Promise<void> {
    await Promise.all(this.#consumers.splice(0).map((consumer) => consumer.stop()));
    await Promise.all(this.#producers.splice(0).map((producer) => producer.close()));
    await Promise.all([this.#admin.close(), this.#pinger.close()]);
  }
}
