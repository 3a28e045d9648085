/** Puts the parts together: consumer, view, API, page. `main.ts` reads the configuration, specs give their own. */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { conversationKey } from '@vigie/contracts';
import { CaseLog, type CaseTopics, type CaseView, encodeCommand, type KeyEncryption } from '@vigie/cases';
import { BatchTransport, type Broker, RethrowFilter, sendDeadLetters, type TopicPartition } from '@vigie/kafka';
import { alertsEvents, type Health, kafkaEvents, type NestLogger, RuntimeModule, type Telemetry } from '@vigie/runtime';
import { type CaseCommand } from '@vigie/safety';
import { type Redis } from 'ioredis';
import { MOST_BATCH_RECORDS } from './cases/decode-inputs.ts';
import { caseBatchHandler } from './cases/handle-batch.ts';
import { InputsModule } from './cases/inputs.module.ts';
import { KeptView } from './cases/kept-view.ts';
import { watchView } from './cases/watch-view.ts';
import { checkTopics } from './check-topics.ts';
import { faultEvents } from './fault-events.ts';
import { type ApiDeps } from './http/api-deps.ts';
import { ApiModule } from './http/api.module.ts';
import { Sessions } from './http/auth/sessions.ts';
import { TokenBook, type TokensFile } from './http/auth/tokens.ts';
import { Fingerprints } from './http/fingerprints.ts';
import { httpAdapter } from './http/http-server.ts';
import { LiveFeed } from './http/live/live-feed.ts';
import { measure } from './measure.ts';
import { reportTo } from './report-batch.ts';

export interface AlertsParts extends Pick<ApiDeps, 'policy' | 'clock' | 'version' | 'secureCookies'> {
  readonly streamTickMs?: number;
  readonly broker: Broker;
  readonly redis: Redis;
  readonly view: CaseView;
  readonly encryption: KeyEncryption;
  readonly telemetry: Telemetry;
  readonly health: Health;
  readonly logger: NestLogger;
  readonly topics: CaseTopics & { readonly flags: string; readonly commands: string };
  readonly groupId: string;
  /** Prefix of what the API keeps in Redis beside the view. */
  readonly prefix: string;
  readonly http: { readonly host: string; readonly port: number };
  readonly consoleDir: string;
  readonly tokens: () => TokensFile;
  readonly dev?: { readonly token?: string; readonly loginCode?: string };
}

export interface RunningAlerts {
  readonly app: NestFastifyApplication;
  /** In the order in which they are to be closed. */
  readonly closers: readonly { readonly name: string; readonly close: () => Promise<unknown> }[];
}

export async function startAlerts(parts: AlertsParts): Promise<RunningAlerts> {
  const { broker, view, topics, telemetry } = parts;
  const partitions = await checkTopics(broker, topics);
  const producer = await broker.producer();
  const kept = new KeptView({ broker, view, topics }, partitions);
  const fault = (part: 'view' | 'feed' | 'request' | 'measure') => (error: unknown) => {
    telemetry.emit(faultEvents.partFailed, { part, error });
  };

  const handler = caseBatchHandler({
    ...{ topics, view, kept, encryption: parts.encryption, clock: parts.clock, report: reportTo(telemetry) },
    log: new CaseLog(producer, topics),
    sendDeadLetters: (letters) => sendDeadLetters(producer, letters),
    clocks: () => parts.policy().clocks,
  });
  const transport = new BatchTransport(broker, consumerOptions(parts, kept));
  const inputs = await NestFactory.createMicroservice(InputsModule.register(topics, handler), {
    ...{ strategy: transport, logger: parts.logger, abortOnError: false },
  });
  inputs.useGlobalFilters(new RethrowFilter());

  const feed = new LiveFeed(view.changes, fault('feed'));
  const sendCommand = async (command: CaseCommand) => {
    const value = Buffer.from(encodeCommand(command));
    const headers = { 'content-type': 'application/protobuf' };
    await producer.send(topics.commands, [{ key: conversationKey(command), value, headers }]);
  };
  const tokens = new TokenBook(parts.tokens, parts.dev?.token);
  const loginCode = parts.dev?.loginCode;
  const api: ApiDeps = {
    ...{ view, feed, tokens, sendCommand, policy: parts.policy, clock: parts.clock, version: parts.version },
    ...{ encryption: parts.encryption, secureCookies: parts.secureCookies, onFault: fault('request') },
    sessions: new Sessions(parts.redis, tokens, {
      prefix: parts.prefix,
      ...(loginCode === undefined ? {} : { loginCode }),
    }),
    fingerprints: new Fingerprints(parts.redis, parts.prefix),
    partitions,
    answerTimeoutMs: 5000,
    streamTickMs: parts.streamTickMs ?? 15_000,
  };
  const adapter = httpAdapter({
    consoleDir: parts.consoleDir,
    onAnswered: ({ method, route, status, seconds }) => {
      telemetry.emit(alertsEvents.requestAnswered, { method: method as 'GET', route, status: String(status), seconds });
    },
  });
  const root = { module: class AlertsModule {}, imports: [RuntimeModule.register(parts), ApiModule.register(api)] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: parts.logger,
    abortOnError: false,
  });

  parts.health.addReady('view', async () => {
    const ready = await view.ready();
    return ready.size < partitions ? `${ready.size} of ${partitions} partitions are in the view` : undefined;
  });
  await feed.start();
  const watch = watchView(kept, fault('view'));
  const measuring = measure(telemetry, {
    ...{ broker, view, topics, groupId: parts.groupId, listeners: () => feed.listeners, onFault: fault('measure') },
  });
  // Before the consumer, which may have to wait until Kafka has given up the process before this one.
  await app.listen(parts.http.port, parts.http.host);
  await inputs.listen();
  return {
    app,
    closers: [
      // Requests before the consumer, whose answers they wait for; open streams would never end by themselves.
      { name: 'streams', close: async () => feed.endAll() },
      { name: 'http', close: () => app.close() },
      { name: 'consumer', close: () => inputs.close() },
      { name: 'measure', close: async () => measuring.stop() },
      { name: 'watch', close: () => watch.stop() },
      { name: 'feed', close: () => feed.stop() },
      { name: 'view', close: () => view.close() },
    ],
  };
}

function consumerOptions({ groupId: group, telemetry, health }: AlertsParts, kept: KeptView) {
  let crash: unknown;
  health.addLive('consumer', () => (crash === undefined ? undefined : 'the Kafka consumer has stopped for good'));
  return {
    groupId: group,
    // Small batches, several partitions at once: a person who waits for an answer does not wait for a flood of flags.
    maxBatchRecords: MOST_BATCH_RECORDS,
    concurrency: 4,
    sessionTimeoutMs: 10_000,
    onAssigned: (partitions: readonly TopicPartition[]) => {
      kept.own(partitions.map(({ partition }) => partition));
      telemetry.emit(kafkaEvents.partitionsAssigned, { group, ...describe(partitions) });
    },
    onRevoked: (partitions: readonly TopicPartition[]) => {
      kept.disown(partitions.map(({ partition }) => partition));
      telemetry.emit(kafkaEvents.partitionsRevoked, { group, ...describe(partitions) });
    },
    onRetry: ({ topic, partition, offset }: TopicPartition & { offset: number }, error: unknown) =>
      telemetry.emit(kafkaEvents.batchRetried, { topic, partition, offset, error }),
    onCrash: (error: unknown) => {
      crash = error;
      telemetry.emit(kafkaEvents.consumerCrashed, { group, error });
    },
  };
}

function describe(partitions: readonly TopicPartition[]) {
  const names = partitions.map(({ topic, partition }) => `${topic}[${partition}]`);
  return { partitions: names.join(' '), count: partitions.length };
}
