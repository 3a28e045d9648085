import { type Broker, KafkaJsBroker } from '@vigie/kafka';
import { Redis } from 'ioredis';
import { CliError } from './cli-error.ts';
import { type Surroundings } from './surroundings.ts';

/** Runs `work` with a broker and closes it; one that cannot be reached is one clear sentence. */
export async function withBroker<T>(here: Surroundings, work: (broker: Broker) => Promise<T>): Promise<T> {
  const broker = new KafkaJsBroker({ brokers: [...here.kafkaBrokers], clientId: 'vigie-cli' });
  try {
    await broker.ping().catch((error: unknown) => {
      throw new CliError(
        `no Kafka answers at ${here.kafkaBrokers.join(',')} (${reason(error)}). Run \`npm start\`, or set KAFKA_BROKERS.`,
      );
    });
    return await work(broker);
  } finally {
    await broker.close();
  }
}

export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Commands fail soon instead of waiting for a Redis that is not there. */
export function connectRedis(url: string): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, connectTimeout: 2000 });
  redis.on('error', () => {}); // The command that waits for an answer reports it.
  return redis;
}
