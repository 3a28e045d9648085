import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { topicSpecs, TOPICS } from '@vigie/contracts';
import { KafkaJsBroker, type KafkaRecord, type ProduceRecord } from '@vigie/kafka';
import { Redis } from 'ioredis';
import { freePort, type RunningProcess, startProcess } from '../../deploy/local/index.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
const TOKEN = 'pipeline-test';

/** The real thing: the built services as processes, over the Kafka and the Redis that `npm test` has started. */
export class System {
  readonly broker = new KafkaJsBroker({ brokers: brokers(), clientId: 'vigie-pipeline-test' });
  readonly redis = new Redis(redisUrl());
  readonly folder = mkdtempSync(join(tmpdir(), 'vigie-pipeline-'));
  readonly policyFile = join(ROOT, 'deploy', 'policy.yaml');
  readonly #ports = { scorer: 0, alerts: 0 };
  readonly #running = new Map<Service, RunningProcess>();

  static async prepare(): Promise<System> {
    const system = new System();
    // As a platform may that sends more than Kafka's default: the dead-letter topic has to take it.
    const large = { 'max.message.bytes': String(16 * 1024 * 1024) };
    const specs = topicSpecs().map((spec) => (spec.name === TOPICS.chatEvents ? { ...spec, config: large } : spec));
    await system.broker.ensureTopics(specs);
    system.#ports.scorer = await freePort();
    system.#ports.alerts = await freePort();
    writeFileSync(join(system.folder, 'kek'), randomBytes(32).toString('base64'));
    return system;
  }

  /** Starts a service and waits until it is ready. */
  async start(service: Service): Promise<void> {
    this.#running.set(
      service,
      startProcess({
        name: service,
        command: process.execPath,
        args: [join(ROOT, 'services', service, 'dist', 'main.js')],
        cwd: ROOT,
        env: {
          ...this.#environment(),
          VIGIE_HTTP_PORT: String(this.#ports[service]),
          ...(service === 'alerts' ? { VIGIE_DEV: '1', VIGIE_DEV_TOKEN: TOKEN } : {}),
        },
        logFile: join(this.folder, `${service}.log`),
        background: true,
      }),
    );
    await until(`${service} is ready`, async () => (await this.#get(service, '/health/ready')).ok);
  }

  /** `kill -9` */
  async kill(service: Service): Promise<void> {
    await this.#running.get(service)?.kill();
  }

  /** The command line tool, as a person calls it; resolves to what it prints. */
  async vigie(...args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(ROOT, 'services', 'cli', 'dist', 'main.js'), ...args],
      { env: { ...process.env, ...this.#environment() }, maxBuffer: 2 ** 28 },
    );
    return stdout;
  }

  async send(records: readonly ProduceRecord[]): Promise<void> {
    const producer = await this.broker.producer();
    for (let i = 0; i < records.length; i += 1000) await producer.send(TOPICS.chatEvents, records.slice(i, i + 1000));
    await producer.close();
  }

  /** Waits until both services have worked off everything that lies in their topics. */
  async settled(): Promise<void> {
    const idle = async (group: string, topics: readonly string[]) =>
      (await this.broker.lag(group, topics)).every(({ committed, end }) => Math.max(0, committed) >= end);
    await until('the scorer has caught up', () => idle('vigie-scorer', [TOPICS.chatEvents]));
    await until('alerts has caught up', () => idle('vigie-alerts', [TOPICS.flags, TOPICS.commands]));
  }

  /** Messages that the scorer has not worked off. */
  async lag(): Promise<number> {
    const lag = await this.broker.lag('vigie-scorer', [TOPICS.chatEvents]);
    return lag.reduce((sum, { committed, end }) => sum + end - Math.max(0, committed), 0);
  }

  /** What `redis-cli FLUSHALL` does to Vigie, without touching what else a given Redis holds. */
  async wipeRedis(): Promise<void> {
    for await (const keys of this.redis.scanStream({ match: 'vigie:*', count: 1000 }) as AsyncIterable<string[]>) {
      if (keys.length > 0) await this.redis.unlink(keys);
    }
  }

  async read(topic: string): Promise<KafkaRecord[]> {
    const records: KafkaRecord[] = [];
    const ranges = (await this.broker.offsets(topic)).map(({ partition, begin, end }) => ({
      topic,
      partition,
      from: begin,
      until: end,
    }));
    await this.broker.readLog(ranges, async (batch) => void records.push(...batch.records));
    return records;
  }

  async api(path: string, init: RequestInit = {}): Promise<Response> {
    return this.#get('alerts', path, init);
  }

  /** Every case of a tenant, page by page. */
  async cases(tenant: string): Promise<CaseRow[]> {
    const rows: CaseRow[] = [];
    for (let cursor = ''; ;) {
      const page = await this.api(`/v1/cases?tenant=${tenant}&limit=200${cursor && `&cursor=${cursor}`}`);
      const { items, nextCursor } = (await page.json()) as { items: CaseRow[]; nextCursor: string | null };
      rows.push(...items);
      if (nextCursor === null) return rows;
      cursor = encodeURIComponent(nextCursor);
    }
  }

  async metric(service: Service, line: RegExp): Promise<number> {
    const text = await (await this.#get(service, '/metrics')).text();
    return Number(line.exec(text)?.[1] ?? NaN);
  }

  async end(): Promise<void> {
    await Promise.all([...this.#running.values()].map((service) => service.stop()));
    await this.broker.close();
    this.redis.disconnect();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #environment() {
    return {
      KAFKA_BROKERS: brokers().join(','),
      REDIS_URL: redisUrl(),
      NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning',
      VIGIE_MODEL_DIR: join(ROOT, 'models', 'vigie-base'),
      VIGIE_POLICY_FILE: this.policyFile,
      VIGIE_KEK_FILE: join(this.folder, 'kek'),
    };
  }

  async #get(service: Service, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...init.headers };
    return fetch(`http://127.0.0.1:${this.#ports[service]}${path}`, { ...init, headers });
  }
}

export type Service = 'scorer' | 'alerts';

export interface CaseRow {
  readonly caseId: string;
  readonly conversationId: string;
  readonly actorId: string;
  readonly harm: string;
  readonly severity: string;
  readonly state: string;
  readonly flags: number;
  readonly version: number;
}

/** Waits for something that happens elsewhere; fails with its name when it does not happen within two minutes. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 120_000; ; await sleep(100)) {
    if (await holds().catch(() => false)) return;
    if (Date.now() > deadline) throw new Error(`not within two minutes: ${what}`);
  }
}

function brokers(): string[] {
  return fromNpmTest('KAFKA_BROKERS').split(',');
}

function redisUrl(): string {
  return fromNpmTest('REDIS_URL');
}

function fromNpmTest(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run these tests with \`npm test\`.`);
  return value;
}
