import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';

/** One answer from a Redis; throws with the cause. */
export async function pingRedis(url: string, timeoutMs = 5000): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    enableReadyCheck: true,
  });
  let cause: Error | undefined;
  redis.on('error', (error: Error) => (cause = error));
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw cause ?? error;
  } finally {
    redis.disconnect();
  }
}

/** Resolves when Redis has read its data and answers; throws when the time is over or `gaveUp` says that it has ended. */
export async function untilRedisReady(url: string, timeoutMs: number, gaveUp: () => boolean): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await pingRedis(url);
    } catch (error) {
      if (gaveUp() || Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}
