import { readConfig } from '@vigie/runtime';
import { alertsConfig } from './config.ts';

const LEAST = {
  KAFKA_BROKERS: 'kafka:9092',
  REDIS_URL: 'redis://redis:6379',
  VIGIE_KEK_FILE: '/keys/kek',
  VIGIE_POLICY_FILE: '/etc/policy.yaml',
};

test('in production tokens come from a file', () => {
  const config = readConfig(alertsConfig, {
    ...LEAST,
    VIGIE_TOKENS_FILE: '/etc/tokens.yaml',
    VIGIE_HTTP_HOST: '0.0.0.0',
  });
  expect(config).toMatchObject({ groupId: 'vigie-alerts', http: { host: '0.0.0.0', port: 8080 }, dev: false });
  expect(() => readConfig(alertsConfig, LEAST)).toThrow('nobody could sign in');
});

test('what makes development easy works on this machine only, and never by accident', () => {
  const dev = { ...LEAST, VIGIE_DEV: '1', VIGIE_DEV_TOKEN: 't', VIGIE_DEV_LOGIN: 'c' };
  expect(readConfig(alertsConfig, dev)).toMatchObject({ dev: true, devToken: 't', devLogin: 'c' });
  expect(() => readConfig(alertsConfig, { ...dev, VIGIE_HTTP_HOST: '0.0.0.0' })).toThrow('this machine only');
  const accident = { ...LEAST, VIGIE_TOKENS_FILE: '/etc/tokens.yaml', VIGIE_DEV_TOKEN: 't' };
  expect(() => readConfig(alertsConfig, accident)).toThrow('development only');
});
