import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BatchTransport, KafkaJsBroker, RethrowFilter, sendDeadLetters } from '@vigie/kafka';
import {
  createLogger,
  Health,
  installShutdown,
  kafkaEvents,
  NestLogger,
  processEvents,
  readConfig,
  runMain,
  scorerEvents,
  Telemetry,
} from '@vigie/runtime';
import { scorerConfig } from './config.ts';
import { redisConversationStore } from './conversation-store.redis.ts';
import { Conversations } from './conversations.ts';
import { loadInForce } from './in-force.ts';
import { measureLag } from './measure-lag.ts';
import { reportBatch } from './report-batch.ts';
import { scoreBatch } from './score-batch.ts';
import { ScorerModule } from './scorer.controller.ts';

await runMain(async () => {
  const config = readConfig(scorerConfig, process.env);
  const logger = createLogger({ service: 'scorer', level: config.log.level });
  const events = [processEvents, kafkaEvents, scorerEvents].flatMap((group) => Object.values(group));
  const telemetry = new Telemetry({ events, logger });
  const health = new Health();

  const inForce = await loadInForce(config, telemetry);
  const store = redisConversationStore({
    url: config.redis.url,
    timeToLive: config.stateDays * 24 * 60 * 60,
    onError: (error) => telemetry.emit(scorerEvents.storeUnreachable, { error }),
  });
  const conversations = new Conversations(store, config.cachedConversations);
  const broker = new KafkaJsBroker(config.kafka, {
    onLog: ({ level, namespace, message }) =>
      telemetry.emit(kafkaEvents.clientWarned, { severity: level, namespace, message }),
  });
  const producer = await broker.producer();

  let crash: unknown;
  health.addLive('consumer', () => (crash === undefined ? undefined : 'the Kafka consumer has stopped for good'));
  health.addReady('kafka', async () => void (await broker.ping()));
  health.addReady('redis', async () => void (await store.ping()));

  const group = config.groupId;
  const transport = new BatchTransport(broker, {
    groupId: group,
    onAssigned: async (partitions) => {
      await store.own(partitions.map(({ partition }) => partition));
      telemetry.emit(kafkaEvents.partitionsAssigned, { group, ...describe(partitions) });
    },
    onRevoked: (partitions) => {
      conversations.dropPartitions(partitions.map(({ partition }) => partition));
      telemetry.emit(kafkaEvents.partitionsRevoked, { group, ...describe(partitions) });
    },
    onRetry: ({ topic, partition, offset }, error) =>
      telemetry.emit(kafkaEvents.batchRetried, { topic, partition, offset, error }),
    onCrash: (error) => {
      crash = error;
      telemetry.emit(kafkaEvents.consumerCrashed, { group, error });
    },
  });

  const app = await NestFactory.create<NestFastifyApplication>(
    ScorerModule.register({
      health,
      telemetry,
      scoreBatch: scoreBatch({
        inForce: inForce.current,
        conversations,
        producer,
        sendDeadLetters: async (rejected) => {
          await sendDeadLetters(
            producer,
            rejected.map(({ record, rejection }) => ({ record, reason: rejection })),
          );
        },
        report: reportBatch(telemetry, Date.now),
      }),
    }),
    new FastifyAdapter(),
    { logger: new NestLogger(logger) },
  );
  app.connectMicroservice({ strategy: transport }, { inheritAppConfig: true });
  app.useGlobalFilters(new RethrowFilter());
  await app.listen(config.http.port, config.http.host);
  await app.startAllMicroservices();
  const lag = measureLag(broker, group, telemetry, () => conversations.size);

  installShutdown({
    health,
    telemetry,
    closers: [
      { name: 'lag', close: lag.stop },
      { name: 'consumer', close: () => transport.close() },
      { name: 'http', close: () => app.close() },
      { name: 'kafka', close: () => broker.close() },
      { name: 'redis', close: () => store.close() },
      { name: 'model', close: inForce.close },
    ],
  });
  telemetry.emit(processEvents.started, { seconds: process.uptime(), version: inForce.current().model.info.id });
});

function describe(partitions: readonly { topic: string; partition: number }[]) {
  return {
    partitions: partitions.map(({ topic, partition }) => `${topic}[${partition}]`).join(' '),
    count: partitions.length,
  };
}
