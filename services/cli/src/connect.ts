import { type Broker, KafkaJsBroker, type KafkaOptions } from '@vigie/kafka';
import { Redis } from 'ioredis';
import { CliError, reason } from './cli-error.ts';

/** Runs `work` with a broker and closes it; one that cannot be reached is one clear sentence. */
export async function withBroker<T>(options: KafkaOptions, work: (broker: Broker) => Promise<T>): Promise<T> {
  const broker = new KafkaJsBroker(options);
  try {
    await broker.ping().catch((error: unknown) => {
      throw new CliError(
        `no Kafka answers at ${options.brokers.join(',')} (${reason(error)}). Run \`npm start\`, or set KAFKA_BROKERS.`,
      );
    });
    return await work(broker);
  } finally {
    await broker.close();
  }
}

/** The same with Redis. A command fails soon instead of waiting for a Redis that is not there. */
export async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, connectTimeout: 2000 });
  let last: unknown;
  redis.on('error', (error) => (last = error)); // What waits for an answer reports it.
  try {
    await redis.ping().catch((error: unknown) => {
      const where = redisAddress(url);
      throw new CliError(
        `no Redis answers at ${where} (${reason(last ?? error)}). Run \`npm start\`, or set REDIS_URL.`,
      );
    });
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

/** `redis://***@host:6379/0`: what may be shown of a URL with a password. */
export function redisAddress(url: string): string {
  const { protocol, username, password, host, pathname } = new URL(url);
  return `${protocol}//${username === '' && password === '' ? '' : '***@'}${host}${pathname}`;
}
