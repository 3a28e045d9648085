import { join } from 'node:path';
import { type Engine, findEngine } from './container-engine.ts';
import { startKafkaContainer } from './kafka.containers.ts';
import { startKafka } from './kafka.jars.ts';
import { pingKafka } from './kafka.ready.ts';
import { Obstacle } from './obstacle.ts';
import { startRedisContainer } from './redis.containers.ts';
import { startRedis } from './redis.local.ts';
import { pingRedis } from './redis.ready.ts';
import { sayAs } from './say.ts';
import { type Supervisor } from './supervisor.ts';

/** Who runs a server: somebody else (its address was given), the container engine, or we. */
export type Source = 'given' | 'container' | 'local';

export interface Infrastructure {
  readonly kafkaBrokers: string;
  readonly kafka: Source;
  readonly redisUrl: string;
  readonly redis: Source;
}

export interface InfrastructureOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly supervisor: Supervisor;
  readonly jarsDir: string;
  /** Where the data is kept: `kafka/`, `redis/` here, or volumes of the engine named after it. */
  readonly dataDir: string;
  /** False for data that goes with the run. */
  readonly keepData: boolean;
  /** Asked only when something is to be started. */
  readonly ports: () => Promise<{ kafka: number; redis: number }>;
  readonly findEngine?: () => Promise<Engine | null>;
}

/**
 * Kafka and Redis, ready for use, in this order: the ones whose addresses are given in `KAFKA_BROKERS` and `REDIS_URL`;
 * else containers when an engine answers (never asked with `VIGIE_CONTAINERS=0`); else servers of this machine. What was started belongs to the supervisor.
 */
export async function bringUp(options: InfrastructureOptions): Promise<Infrastructure> {
  const given = givenAddresses(options.env);
  const needsEngine = given.kafkaBrokers === null || given.redisUrl === null;
  const mayAsk = needsEngine && options.env['VIGIE_CONTAINERS'] !== '0';
  const engine = mayAsk ? await (options.findEngine ?? findEngine)() : null;
  const source = chooseSources(given, engine !== null);
  sayAs('kafka')(STORY[source.kafka]);
  sayAs('redis')(STORY[source.redis]);
  const ports = needsEngine ? await options.ports() : { kafka: 0, redis: 0 };
  const [kafkaBrokers, redisUrl] = await allOrFirstFault([
    given.kafkaBrokers === null
      ? kafkaStarted(options, engine, ports.kafka)
      : reachedKafka(given.kafkaBrokers, options.env),
    given.redisUrl === null ? redisStarted(options, engine, ports.redis) : reachedRedis(given.redisUrl),
  ]);
  sayAs('kafka')(`ready at ${kafkaBrokers}`);
  sayAs('redis')(`ready at ${withoutPassword(redisUrl)}`);
  return { kafkaBrokers, redisUrl, ...source };
}

export interface Given {
  readonly kafkaBrokers: string | null;
  readonly redisUrl: string | null;
}

export function givenAddresses(env: Readonly<Record<string, string | undefined>>): Given {
  return { kafkaBrokers: env['KAFKA_BROKERS'] || null, redisUrl: env['REDIS_URL'] || null };
}

export function chooseSources(given: Given, engineAnswers: boolean): { kafka: Source; redis: Source } {
  const otherwise: Source = engineAnswers ? 'container' : 'local';
  return {
    kafka: given.kafkaBrokers === null ? otherwise : 'given',
    redis: given.redisUrl === null ? otherwise : 'given',
  };
}

const STORY: Record<Source, string> = {
  given: 'address given, nothing to start',
  container: 'starting in a container (the image is fetched the first time)',
  local: 'starting on this machine, without containers',
};

async function kafkaStarted(options: InfrastructureOptions, engine: Engine | null, port: number): Promise<string> {
  const { supervisor, jarsDir, dataDir, keepData } = options;
  if (engine !== null) {
    supervisor.own(await startKafkaContainer(engine, { port, stateDir: keepData ? dataDir : null }));
    return `${engine.host}:${port}`;
  }
  const server = await startKafka({ dataDir: join(dataDir, 'kafka'), port, jarsDir, start: supervisor.start });
  return server.address;
}

async function redisStarted(options: InfrastructureOptions, engine: Engine | null, port: number): Promise<string> {
  const { supervisor, jarsDir, dataDir, keepData } = options;
  if (engine !== null) {
    supervisor.own(await startRedisContainer(engine, { port, stateDir: keepData ? dataDir : null }));
    return `redis://${engine.host}:${port}`;
  }
  const server = await startRedis({ dataDir: join(dataDir, 'redis'), port, jarsDir, start: supervisor.start });
  return `redis://${server.address}`;
}

async function reachedKafka(brokers: string, env: InfrastructureOptions['env']): Promise<string> {
  // A secured Kafka is not asked here: `vigie topics create` comes next and knows all its settings.
  if (Object.keys(env).some((key) => /^KAFKA_(SSL|SASL)/.test(key))) return brokers;
  await pingKafka(brokers).catch((cause: Error) => {
    throw new Obstacle(
      `KAFKA_BROKERS=${brokers} does not answer (${cause.message}): start that Kafka, correct the address, ` +
        'or unset the variable to let this command start one.',
      { cause },
    );
  });
  return brokers;
}

async function reachedRedis(url: string): Promise<string> {
  await pingRedis(url).catch((cause: Error) => {
    throw new Obstacle(
      `REDIS_URL=${withoutPassword(url)} does not answer (${cause.message}): start that Redis, correct the address, ` +
        'or unset the variable to let this command start one.',
      { cause },
    );
  });
  return url;
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//***@');
}

/** Waits for both even if one fails, so that whoever ends everything afterwards finds nothing half started. */
async function allOrFirstFault<A, B>(both: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  const [a, b] = await Promise.allSettled(both);
  if (a.status === 'rejected') throw a.reason;
  if (b.status === 'rejected') throw b.reason;
  return [a.value, b.value];
}
