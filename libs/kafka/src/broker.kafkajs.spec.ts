import { jest } from '@jest/globals';
import { brokerContract } from './broker-contract.ts';
import { KafkaJsBroker } from './broker.kafkajs.ts';

jest.setTimeout(60_000);
const brokers = process.env['KAFKA_BROKERS'];

brokerContract('KafkaJsBroker', async () => {
  if (brokers === undefined) {
    throw new Error('KAFKA_BROKERS is not set: run `npm test`, or start a broker and set it, such as 127.0.0.1:19092');
  }
  return new KafkaJsBroker({ brokers: brokers.split(','), clientId: 'contract' });
});
