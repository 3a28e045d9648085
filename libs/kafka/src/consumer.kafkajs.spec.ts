import { jest } from '@jest/globals';
import kafkajs from 'kafkajs';
import { Bench, until } from './broker-contract-bench.ts';
import { KafkaJsBroker } from './broker.kafkajs.ts';
import { newKafka, type KafkaOptions } from './config.kafkajs.ts';
import { BrokerError } from './errors.ts';

jest.setTimeout(60_000);
const brokers = process.env['KAFKA_BROKERS'];

test('a batch that nobody can decode ends the consumer loudly, not in an endless restart', async () => {
  if (brokers === undefined) throw new Error('KAFKA_BROKERS is not set: run `npm test`, or start a broker and set it');
  const options: KafkaOptions = { brokers: brokers.split(','), clientId: 'consumer' };
  const bench = await Bench.open(new KafkaJsBroker(options));
  const topic = await bench.topic(1);
  const producer = newKafka(options, {}).producer();
  await producer.connect();
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  await producer.send({ topic, messages: [{ value: 'x' }], compression: CompressionTypes.GZIP });
  await producer.disconnect();

  const gzip = CompressionCodecs[CompressionTypes.GZIP];
  const unreadable = () => Promise.reject(new BrokerError('REFUSED', 'A compressed batch is corrupt'));
  CompressionCodecs[CompressionTypes.GZIP] = () => ({ compress: unreadable, decompress: unreadable });
  let crash: unknown;
  const { consumer } = await bench.consume(
    { topics: [topic], onCrash: (error) => (crash = error) },
    async () => undefined,
  );
  await until(() => crash !== undefined);
  CompressionCodecs[CompressionTypes.GZIP] = gzip;
  expect(crash).toMatchObject({ name: 'BrokerError', code: 'REFUSED' });
  expect(consumer.assignment()).toEqual([]);
  await consumer.stop();
  await bench.close();
});
