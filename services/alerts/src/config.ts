import { httpConfig, kafkaConfig, logConfig, redisConfig, setting } from '@vigie/runtime';
import { z } from 'zod';

const { text, variable, yesNo } = setting;

/** Addresses that only this machine reaches. */
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** What alerts reads from its environment; see docs/configuration.md. */
export const alertsConfig = z
  .object({
    kafka: kafkaConfig,
    redis: redisConfig,
    http: httpConfig({ port: 8080 }),
    log: logConfig,
    groupId: variable('VIGIE_GROUP_ID', text().default('vigie-alerts')),
    kekFile: variable('VIGIE_KEK_FILE', text()),
    policyFile: variable('VIGIE_POLICY_FILE', text()),
    tokensFile: variable('VIGIE_TOKENS_FILE', text().optional()),
    publicUrl: variable('VIGIE_PUBLIC_URL', setting.url('http', 'https').optional()),
    dev: variable('VIGIE_DEV', yesNo().default(false)),
    devToken: variable('VIGIE_DEV_TOKEN', text().optional()),
    devLogin: variable('VIGIE_DEV_LOGIN', text().optional()),
  })
  .superRefine(({ dev, devToken, devLogin, tokensFile, http }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (!dev && (devToken ?? devLogin) !== undefined) {
      refuse('dev', 'is not set, and VIGIE_DEV_TOKEN and VIGIE_DEV_LOGIN are for development only');
    }
    if (dev && !LOOPBACK.includes(http.host)) {
      refuse('dev', 'goes with VIGIE_HTTP_HOST on this machine only (127.0.0.1): anybody could sign in');
    }
    if (!dev && tokensFile === undefined) refuse('tokensFile', 'is missing: nobody could sign in');
  });
