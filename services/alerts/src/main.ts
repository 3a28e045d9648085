import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { CASE_TOPICS, readKeyEncryptionFile, RedisCaseView } from '@vigie/cases';
import { TOPICS } from '@vigie/contracts';
import { KafkaJsBroker } from '@vigie/kafka';
import {
  alertsEvents,
  createLogger,
  Health,
  installShutdown,
  kafkaEvents,
  NestLogger,
  processEvents,
  readConfig,
  runMain,
  Telemetry,
} from '@vigie/runtime';
import { Redis } from 'ioredis';
import { alertsConfig } from './config.ts';
import { faultEvents } from './fault-events.ts';
import { followPolicy, followTokens } from './follow-files.ts';
import { startAlerts } from './start-alerts.ts';

const CONSOLE_DIR = fileURLToPath(new URL('../../console/dist', import.meta.url));
const VERSION = '0.1.0';

await runMain(async () => {
  const config = readConfig(alertsConfig, process.env);
  const logger = createLogger({ service: 'alerts', level: config.log.level });
  const groups = [processEvents, kafkaEvents, alertsEvents, faultEvents];
  const telemetry = new Telemetry({ events: groups.flatMap((group) => Object.values(group)), logger });
  const health = new Health();

  const encryption = await readKeyEncryptionFile(config.kekFile);
  const policy = await followPolicy(config.policyFile, telemetry);
  const tokens = await followTokens(config.tokensFile, telemetry);
  const redis = new Redis(config.redis.url, { maxRetriesPerRequest: 2, commandTimeout: 10_000 });
  redis.on('error', (error) => telemetry.emit(faultEvents.partFailed, { part: 'view', error }));
  const broker = new KafkaJsBroker(config.kafka, {
    onLog: ({ level, namespace, message }) =>
      telemetry.emit(kafkaEvents.clientWarned, { severity: level, namespace, message }),
  });
  health.addReady('kafka', async () => void (await broker.ping()));
  health.addReady('redis', async () => void (await redis.ping()));

  const { closers } = await startAlerts({
    ...{ broker, redis, encryption, telemetry, health, version: VERSION, consoleDir: CONSOLE_DIR },
    ...{ policy: policy.current, tokens: tokens.current, groupId: config.groupId, http: config.http },
    view: new RedisCaseView(redis),
    topics: { ...CASE_TOPICS, flags: TOPICS.flags, commands: TOPICS.commands },
    prefix: 'vigie:desk:',
    logger: new NestLogger(logger),
    clock: Date.now,
    secureCookies: config.publicUrl?.startsWith('https:') ?? !config.dev,
    dev: {
      ...(config.devToken === undefined ? {} : { token: config.devToken }),
      ...(config.devLogin === undefined ? {} : { loginCode: config.devLogin }),
    },
  });
  installShutdown({
    health,
    telemetry,
    closers: [
      ...closers,
      { name: 'kafka', close: () => broker.close() },
      { name: 'redis', close: () => redis.quit() },
      { name: 'policy', close: () => policy.close() },
      { name: 'tokens', close: () => tokens.close() },
    ],
  });
  telemetry.emit(processEvents.started, { seconds: process.uptime(), version: VERSION });
});
