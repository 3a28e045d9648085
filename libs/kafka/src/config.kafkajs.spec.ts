import { parseKafkaOptions } from './config.kafkajs.ts';

const plain = { brokers: ['a:9092', 'b:9093'], clientId: 'vigie' };
const sasl = { mechanism: 'scram-sha-512', username: 'vigie', password: 'geheim' };

test.each([plain, { ...plain, ssl: true }, { ...plain, ssl: { ca: 'PEM', rejectUnauthorized: true }, sasl }])(
  'takes %j',
  (options) => expect(parseKafkaOptions(options)).toEqual(options),
);

test.each([
  [undefined, 'kafka must be an object'],
  [{ ...plain, brokers: [] }, 'kafka.brokers'],
  [{ ...plain, brokers: ['a'] }, 'kafka.brokers'],
  [{ brokers: ['a:1'] }, 'kafka.clientId'],
  [{ ...plain, broker: 'a:1' }, 'kafka.broker is not known'],
  [{ ...plain, ssl: { ca: 3 } }, 'kafka.ssl.ca'],
  [{ ...plain, ssl: { caFile: 'x' } }, 'kafka.ssl.caFile is not known'],
  [{ ...plain, sasl: { ...sasl, mechanism: 'md5' } }, 'kafka.sasl.mechanism'],
  [{ ...plain, sasl: { ...sasl, password: '' } }, 'kafka.sasl.password'],
])('refuses %j', (options, message) => expect(() => parseKafkaOptions(options)).toThrow(message));

test('never quotes a secret', () => {
  const options = { ...plain, sasl: { ...sasl, username: 7 } };
  expect(() => parseKafkaOptions(options)).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('geheim') }),
  );
});
