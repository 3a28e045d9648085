import { jest } from '@jest/globals';
import { Bench, records, texts, until } from './broker-contract-bench.ts';
import { KafkaJsBroker } from './broker.kafkajs.ts';
import { newKafka, type KafkaOptions } from './config.kafkajs.ts';

jest.setTimeout(60_000);
const brokers = process.env['KAFKA_BROKERS'];

let bench: Bench;
let options: KafkaOptions;

beforeAll(async () => {
  if (brokers === undefined) throw new Error('KAFKA_BROKERS is not set: run `npm test`, or start a broker and set it');
  options = { brokers: brokers.split(','), clientId: 'log-reader' };
  bench = await Bench.open(new KafkaJsBroker(options));
});
afterAll(async () => {
  await bench.stopConsumers();
  await bench.close();
});

/** Markers of transactions take offsets that no reader ever sees, here the last ones of the log. */
test('a log that ends in the marker of a transaction is read to its end, without what was aborted', async () => {
  const topic = await bench.topic(1);
  const producer = newKafka(options, {}).producer({
    transactionalId: bench.unique(),
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await producer.connect();
  for (const [first, end] of [
    [0, 'commit'],
    [2, 'abort'],
    [4, 'commit'],
    [6, 'abort'],
  ] as const) {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: records(2, { first }).map(({ value }) => ({ value, partition: 0 })) });
    await transaction[end]();
  }
  await producer.disconnect();

  // Eight records and four markers; the broker writes a marker some time after it has confirmed the end.
  await until(async () => (await bench.broker.offsets(topic))[0]!.end === 12);
  expect(texts(await bench.read(topic, 0))).toEqual(['0', '1', '4', '5']);
  const group = await bench.collect({ topics: [topic] });
  await until(() => group.records.length === 4);
  await bench.producer.send(topic, records(1, { first: 8 }));
  await until(async () => (await bench.broker.lag(group.groupId, [topic]))[0]!.committed === 13);
  expect(texts(group.records)).toEqual(['0', '1', '4', '5', '8']);
});
