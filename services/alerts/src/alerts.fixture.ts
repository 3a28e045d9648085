/** For specs: a whole alerts service with its own topics and prefix, over whatever broker. */
import { randomBytes, randomUUID } from 'node:crypto';
import { conversationKey, encodeFlag, type Flag } from '@vigie/contracts';
import { LocalKeyEncryption, RedisCaseView } from '@vigie/cases';
import { type Broker } from '@vigie/kafka';
import { alertsEvents, createLogger, Health, kafkaEvents, NestLogger, processEvents, Telemetry } from '@vigie/runtime';
import { aFlagOf, CLOCKS } from '@vigie/safety/testing';
import { Redis } from 'ioredis';
import { faultEvents } from './fault-events.ts';
import { sha256, type TokensFile } from './http/auth/tokens.ts';
import { type AlertsParts, type RunningAlerts, startAlerts } from './start-alerts.ts';

export const TOKENS: TokensFile = {
  tokens: (['ada', 'ben', 'lea', 'aud', 'ops', 'zoe'] as const).map((userId) => ({
    sha256: sha256(`token-of-${userId}`).toString('hex'),
    userId,
    roles: [({ lea: 'lead', aud: 'auditor', ops: 'operator' } as const)[userId as 'lea'] ?? 'reviewer'],
    tenants: userId === 'zoe' ? ['other'] : ['*'],
  })),
};

export class AlertsFixture {
  readonly id = randomUUID().slice(0, 8);
  readonly redis: Redis;
  readonly encryption = new LocalKeyEncryption(randomBytes(32));
  readonly lines: string[] = [];
  readonly topics = {
    flags: `t${this.id}.flags`,
    commands: `t${this.id}.commands`,
    caseEvents: `t${this.id}.case-events`,
    caseKeys: `t${this.id}.case-keys`,
  };
  readonly viewPrefix = `test:${this.id}:view:`;
  running: RunningAlerts | undefined;

  /** `url`: the environment's REDIS_URL. */
  constructor(url: string | undefined) {
    if (url === undefined) throw new Error('REDIS_URL is not set: run the tests with `npm test`, which starts a Redis');
    this.redis = new Redis(url, { maxRetriesPerRequest: 3 });
  }

  async start(broker: Broker, change: Partial<AlertsParts> = {}): Promise<RunningAlerts> {
    const names = [...Object.values(this.topics), `${this.topics.flags}.dlt`, `${this.topics.commands}.dlt`];
    const configs: Record<string, Record<string, string>> = {
      [this.topics.caseEvents]: { 'retention.ms': '-1' },
      [this.topics.caseKeys]: { 'cleanup.policy': 'compact' },
    };
    const partitionsOf = (name: string) => (name.endsWith('dlt') ? 1 : 2);
    await broker.ensureTopics(
      names.map((name) => ({ name, partitions: partitionsOf(name), config: configs[name] ?? {} })),
    );
    const logger = createLogger({
      service: 'alerts',
      level: 'debug',
      destination: { write: (line: string) => void this.lines.push(line) },
    });
    const events = [processEvents, kafkaEvents, alertsEvents, faultEvents].flatMap((group) => Object.values(group));
    this.running = await startAlerts({
      ...{ broker, redis: this.redis, topics: this.topics, encryption: this.encryption, health: new Health() },
      telemetry: new Telemetry({ events, logger, processMetrics: false }),
      view: new RedisCaseView(this.redis, { prefix: this.viewPrefix }),
      logger: new NestLogger(logger),
      groupId: `t${this.id}`,
      prefix: `test:${this.id}:desk:`,
      http: { host: '127.0.0.1', port: 0 },
      consoleDir: '/nowhere',
      tokens: () => TOKENS,
      dev: { token: 'dev-token', loginCode: 'once' },
      policy: () => ({ version: 'p-1', clocks: CLOCKS }),
      clock: Date.now,
      version: '0.0.0',
      secureCookies: false,
      ...change,
    });
    return this.running;
  }

  /** Requests without a socket. */
  async ask(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    options: { as?: string; body?: object; headers?: Record<string, string> } = {},
  ) {
    const headers = {
      ...(options.as === undefined ? {} : { authorization: `Bearer token-of-${options.as}` }),
      ...options.headers,
    };
    const payload = options.body === undefined ? {} : { payload: options.body };
    const response = await this.running!.app.inject({ method, url, headers, ...payload });
    const type = String(response.headers['content-type'] ?? '');
    return {
      status: response.statusCode,
      headers: response.headers,
      text: response.body,
      body: type.includes('json') ? response.json() : undefined,
    };
  }

  async flags(broker: Broker, ...flags: Partial<Flag>[]): Promise<void> {
    const producer = await broker.producer();
    const records = flags
      .map(aFlagOf)
      .map((flag) => ({ key: conversationKey(flag), value: Buffer.from(encodeFlag(flag)) }));
    await producer.send(this.topics.flags, records);
    await producer.close();
  }

  /** Until the list holds so many cases. */
  async cases(count: number, timeoutMs = 10_000): Promise<Record<string, unknown>[]> {
    for (let waited = 0; waited < timeoutMs; waited += 20) {
      const { status, body } = await this.ask('GET', '/v1/cases', { as: 'ada' });
      if (status === 200 && body.items.length >= count) return body.items;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`There are not ${count} cases in time`);
  }

  async stop(): Promise<void> {
    for (const { close } of this.running?.closers ?? []) await close();
    this.running = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    const keys = await this.redis.keys(`test:${this.id}:*`);
    if (keys.length > 0) await this.redis.unlink(keys);
    this.redis.disconnect();
  }
}
