import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisAddress } from './connect.ts';
import { surroundings } from './surroundings.ts';

function checkout(runFile?: string): string {
  const root = mkdtempSync(join(tmpdir(), 'vigie-cli-'));
  for (const folder of ['.vigie', 'proto/vigie', 'deep/er']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'nx.json'), '{}');
  if (runFile !== undefined) writeFileSync(join(root, '.vigie', 'run.json'), runFile);
  return join(root, 'deep', 'er');
}

const running = '{"kafkaBrokers":"127.0.0.1:1111","redisUrl":"redis://127.0.0.1:2222"}';

test.each([
  [
    'the environment',
    { KAFKA_BROKERS: 'a:1, b:2', REDIS_URL: 'rediss://c:3' },
    running,
    ['a:1', 'b:2'],
    'rediss://c:3',
  ],
  ['what runs', { KAFKA_BROKERS: '', REDIS_URL: '' }, running, ['127.0.0.1:1111'], 'redis://127.0.0.1:2222'],
  ['this machine', {}, undefined, ['127.0.0.1:9092'], 'redis://127.0.0.1:6379'],
  ['what is known of what starts', {}, '{"start":{}}', ['127.0.0.1:9092'], 'redis://127.0.0.1:6379'],
])('addresses of %s', (_of, env, runFile, brokers, url) => {
  const here = surroundings(env, checkout(runFile));
  expect(here.kafka()).toEqual({ brokers, clientId: 'vigie-cli' });
  expect(here.redisUrl()).toBe(url);
});

test('a secured Kafka is reached as the services reach it', () => {
  const secured = {
    ...{ KAFKA_SSL: 'true', KAFKA_SSL_CA: 'pem', KAFKA_CLIENT_ID: 'mine' },
    ...{ KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p' },
  };
  expect(surroundings({ KAFKA_BROKERS: 'a:1', ...secured }, checkout()).kafka()).toEqual({
    ...{ brokers: ['a:1'], clientId: 'mine', ssl: { ca: 'pem' } },
    sasl: { mechanism: 'plain', username: 'u', password: 'p' },
  });
  expect(() => surroundings({ KAFKA_SASL_USERNAME: 'u' }, checkout()).kafka()).toThrow('set all three or none');
});

test('the URL of Redis may come from a file', () => {
  const file = join(checkout(), 'url');
  writeFileSync(file, 'redis://:secret@c:3\n');
  expect(surroundings({ REDIS_URL_FILE: file }, checkout(running)).redisUrl()).toBe('redis://:secret@c:3');
});

test('a run file that was cut short concerns only who needs it', () => {
  const from = checkout('{"kafkaBro');
  const here = surroundings({}, from);
  expect(here.modelDir).toMatch(/models.vigie-base$/);
  expect(here.kafka).toThrow(/run\.json cannot be read.*npm start/);
  expect(surroundings({ KAFKA_BROKERS: 'a:1' }, from).kafka().brokers).toEqual(['a:1']);
});

test('passwords of Redis are not shown, whatever is in them', () => {
  expect(redisAddress('redis://host:6379/3')).toBe('redis://host:6379/3');
  expect(redisAddress('redis://:p%2Fw@host:6379/3')).toBe('redis://***@host:6379/3');
  expect(redisAddress('rediss://user:p@w@[::1]:6379')).toBe('rediss://***@[::1]:6379');
  for (const url of ['redis://u:12/34@host', 'redis://u:1?2@host:1/0', 'redis://u:1#2@host', 'redis://:p/w@host']) {
    expect(() => surroundings({ REDIS_URL: url }, checkout()).redisUrl()).toThrow(/^(?!.*(12|34|p\/w|1[?#]2))/s);
  }
});
