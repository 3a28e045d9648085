import { httpConfig, kafkaConfig, logConfig, redisConfig, setting } from '@vigie/runtime';
import { z } from 'zod';

const { integer, text, variable } = setting;

/** What the scorer reads from its environment; see docs/configuration.md. */
export const scorerConfig = z.object({
  kafka: kafkaConfig,
  redis: redisConfig,
  http: httpConfig({ port: 8081 }),
  log: logConfig,
  groupId: variable('VIGIE_GROUP_ID', text().default('vigie-scorer')),
  modelDir: variable('VIGIE_MODEL_DIR', text()),
  policyFile: variable('VIGIE_POLICY_FILE', text()),
  cachedConversations: variable('VIGIE_LRU_CONVERSATIONS', integer({ min: 0, max: 10_000_000 }).default(20_000)),
  stateDays: variable('VIGIE_STATE_TTL_DAYS', integer({ min: 1, max: 3650 }).default(30)),
});
