import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningProcess } from './processes.ts';

/** One answer from a Redis; throws with the cause. */
export async function pingRedis(url: string, timeoutMs = 5000): Promise<void> {
  await ask(url, timeoutMs, (redis) => redis.ping());
}

/**
 * Resolves when Redis has read its data and answers; throws when the time is over or our server has ended. With
 * `server`, another one that has the same port does not count.
 */
export async function untilRedisReady(url: string, timeoutMs: number, server?: RunningProcess): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      const pid = /^process_id:(\d+)/m.exec(await ask(url, 5000, (redis) => redis.info('server')))?.[1];
      if (server === undefined || server.pid === Number(pid)) return;
      throw new Error(`process ${pid} answers instead`);
    } catch (error) {
      if (server?.hasExited() === true || Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}

async function ask<T>(url: string, timeoutMs: number, question: (redis: Redis) => Promise<T>): Promise<T> {
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
    return await question(redis);
  } catch (error) {
    throw cause ?? error;
  } finally {
    redis.disconnect();
  }
}
