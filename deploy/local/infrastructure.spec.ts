import { afterEach, expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringUp, chooseSources, givenAddresses, type InfrastructureOptions } from './infrastructure.ts';
import { freePort } from './ports.ts';
import { startRedis } from './redis.local.ts';
import { defaultJarsDir } from './state.ts';
import { Supervisor } from './supervisor.ts';

const supervisor = new Supervisor();
afterEach(() => supervisor.stopAll(() => undefined));

function options(env: Record<string, string>): InfrastructureOptions {
  return {
    env,
    supervisor,
    jarsDir: defaultJarsDir(),
    dataDir: mkdtempSync(join(tmpdir(), 'vigie-infrastructure-')),
    keepData: false,
    ports: async () => ({ kafka: await freePort(), redis: await freePort() }),
    findEngine: async () => null,
  };
}

test.each([
  [{ KAFKA_BROKERS: 'k:1', REDIS_URL: 'redis://r' }, true, 'given', 'given'],
  [{ KAFKA_BROKERS: 'k:1' }, true, 'given', 'container'],
  [{ KAFKA_BROKERS: 'k:1' }, false, 'given', 'local'],
  [{ REDIS_URL: 'redis://r' }, false, 'local', 'given'],
  [{}, true, 'container', 'container'],
  [{}, false, 'local', 'local'],
  [{ KAFKA_BROKERS: '', REDIS_URL: '' }, false, 'local', 'local'],
])('%j, engine answers: %s → Kafka %s, Redis %s', (env, engineAnswers, kafka, redis) => {
  expect(chooseSources(givenAddresses(env), engineAnswers)).toEqual({ kafka, redis });
});

test('what is given is used as it is, and no engine is asked', async () => {
  const brokers = process.env['KAFKA_BROKERS'];
  if (!brokers) throw new Error('KAFKA_BROKERS is missing: run "npm test".');
  const redis = await startRedis({ dataDir: mkdtempSync(join(tmpdir(), 'vigie-redis-')) });
  const given = { KAFKA_BROKERS: brokers, REDIS_URL: `redis://${redis.address}` };
  const asked = (): never => {
    throw new Error('asked');
  };
  expect(await bringUp({ ...options(given), findEngine: asked, ports: asked })).toEqual({
    kafkaBrokers: brokers,
    redisUrl: given.REDIS_URL,
    kafka: 'given',
    redis: 'given',
  });
  await redis.stop();
});

test('a given address that does not answer: one sentence with the remedy, without the password', async () => {
  const port = await freePort();
  const brokers = process.env['KAFKA_BROKERS'] ?? '';
  await expect(
    bringUp(options({ KAFKA_BROKERS: brokers, REDIS_URL: `redis://:secret@127.0.0.1:${port}` })),
  ).rejects.toThrow(
    new RegExp(
      `^REDIS_URL=redis://\\*\\*\\*@127\\.0\\.0\\.1:${port} does not answer \\(.*\\): start that Redis, correct`,
    ),
  );
  const dead = await bringUp(options({ KAFKA_BROKERS: `127.0.0.1:${port}`, REDIS_URL: 'redis://127.0.0.1:1' })).catch(
    (error: Error) => error.message,
  );
  expect(dead).toMatch(/^KAFKA_BROKERS=127\.0\.0\.1:\d+ does not answer \(.*\): start that Kafka, correct/);
}, 60_000);
