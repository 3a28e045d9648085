import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { httpConfig, kafkaConfig, logConfig, redisConfig } from './groups.ts';
import { duration, yesNo, integer, oneOf, text, url, variable } from './kinds.ts';
import { type ConfigError, type Environment, readConfig } from './read-config.ts';

const schema = z.object({
  kafka: kafkaConfig,
  redis: redisConfig,
  http: httpConfig({ port: 8080 }),
  log: logConfig,
  modelDir: variable('VIGIE_MODEL_DIR', text()),
  ttlDays: variable('VIGIE_STATE_TTL_DAYS', integer({ min: 1, max: 3650 }).default(90)),
  dev: variable('VIGIE_DEV', yesNo().default(false)),
});

const env = { KAFKA_BROKERS: 'a:9092, b:9092', REDIS_URL: 'redis://localhost:6379', VIGIE_MODEL_DIR: '/models' };

function problems(of: Environment): readonly string[] {
  try {
    readConfig(schema, of);
  } catch (error) {
    return (error as ConfigError).problems;
  }
  return [];
}

test('what is set, and defaults for the rest', () => {
  expect(readConfig(schema, { ...env, VIGIE_DEV: 'Yes', VIGIE_HTTP_PORT: '', PATH: '/bin' })).toEqual({
    kafka: { brokers: ['a:9092', 'b:9092'], clientId: 'vigie' },
    redis: { url: 'redis://localhost:6379' },
    http: { host: '127.0.0.1', port: 8080 },
    log: { level: 'info' },
    modelDir: '/models',
    ttlDays: 90,
    dev: true,
  });
});

test('all that is wrong, at once and in sentences', () => {
  expect(
    problems({ KAFKA_BROKERS: 'a', VIGIE_HTTP_PORT: '99999', VIGIE_DEV: 'perhaps', VIGIE_STATE_TTL_DAYS: '1.5' }),
  ).toEqual([
    'KAFKA_BROKERS must be a list of host:port, not "a".',
    'REDIS_URL is missing: where Redis is, such as redis://localhost:6379/0.',
    'VIGIE_HTTP_PORT must be a whole number from 0 to 65535, not "99999".',
    'VIGIE_MODEL_DIR is missing: folder of the model bundle.',
    'VIGIE_STATE_TTL_DAYS must be a whole number from 1 to 3650, not "1.5".',
    'VIGIE_DEV must be one of true, false, 1, 0, yes, no, on, off, not "perhaps".',
  ]);
});

test.each([
  [{ VIGIE_MODLE_DIR: '/m' }, ['VIGIE_MODLE_DIR is unknown; did you mean VIGIE_MODEL_DIR?']],
  [{ VIGIE_HTP_PORT: '80' }, ['VIGIE_HTP_PORT is unknown; did you mean VIGIE_HTTP_PORT?']],
  [{ VIGIE_FLUX_CAPACITOR: '1' }, ['VIGIE_FLUX_CAPACITOR is unknown.']],
  [{ KAFKA_SASL_USERNMAE: 'x' }, ['KAFKA_SASL_USERNMAE is unknown; did you mean KAFKA_SASL_USERNAME?']],
  [{ VIGIE_TOKENS_FILE: '/t', VIGIE_PUBLIC_URL: 'x', VIGIE_DEV_TOKEN_FILE: '/x' }, []],
  [{ KAFKA_HOME: '/opt/kafka', REDIS_VERSION: '8', KAFKA_PORT: 'tcp://10.0.0.1:9092' }, []],
  [
    {
      VIGIE_ALERTS_SERVICE_HOST: '10.0.0.1',
      VIGIE_ALERTS_PORT: 'tcp://10.0.0.1:80',
      VIGIE_ALERTS_PORT_80_TCP_ADDR: '1',
    },
    [],
  ],
])('misspelt keys are refused, a sibling’s are not: %j', (more, expected) => {
  expect(problems({ ...env, ...more })).toEqual(expected);
});

describe('secrets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-config-'));
  const file = join(folder, 'password');
  writeFileSync(file, 'hunter2\n');
  const sasl = { KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512', KAFKA_SASL_USERNAME: 'vigie' };

  test('may come from a file', () => {
    const { kafka } = readConfig(schema, { ...env, ...sasl, KAFKA_SSL: 'true', KAFKA_SASL_PASSWORD_FILE: file });
    expect(kafka).toMatchObject({
      ssl: true,
      sasl: { mechanism: 'scram-sha-512', username: 'vigie', password: 'hunter2' },
    });
  });

  test('not from both places, and not from a file that is not there', () => {
    const both = { ...env, ...sasl, KAFKA_SASL_PASSWORD: 'x', KAFKA_SASL_PASSWORD_FILE: file };
    expect(problems(both)[0]).toBe('KAFKA_SASL_PASSWORD and KAFKA_SASL_PASSWORD_FILE are both set: which one counts?');
    expect(problems({ ...env, REDIS_URL: '', REDIS_URL_FILE: '/nowhere' })).toEqual([
      'REDIS_URL_FILE cannot be read (ENOENT): /nowhere',
    ]);
  });

  test('are never printed', () => {
    const message = problems({ ...env, ...sasl, REDIS_URL: 'http://user:hunter2@host' }).join();
    expect(message).toContain('REDIS_URL must be a URL that begins with redis:// or rediss://.');
    expect(message).toContain('KAFKA_SASL_MECHANISM goes together with');
    expect(message).not.toContain('hunter2');
  });
});

test('kinds', () => {
  const read = (kind: z.ZodType, value: string) =>
    readConfig(z.object({ x: variable('VIGIE_PORT', kind) }), { VIGIE_PORT: value });
  expect(read(duration({ min: '1s', max: '1h' }), '90s')).toEqual({ x: 90_000 });
  expect(() => read(duration({ min: '1s', max: '1h' }), '2h')).toThrow('must be a duration from 1s to 1h');
  expect(() => read(duration({ min: '1s', max: '1h' }), '90')).toThrow('must be a duration');
  expect(read(oneOf(['a', 'b']), ' B ')).toEqual({ x: 'b' });
  expect(read(url('https'), 'https://desk.example')).toEqual({ x: 'https://desk.example' });
  expect(() => read(url('https'), 'http://desk.example')).toThrow('VIGIE_PORT must be a URL');
});
