import { type Redis } from 'ioredis';
import { type DumpValue, formatDump } from './dump.ts';
import { scanKeys } from './scan.redis.ts';

/** What is not derived from the logs. */
const OWN = new Set(['changes', 'wiping']);

export async function dumpRedis(redis: Redis, prefix: string): Promise<string> {
  const entries = new Map<string, DumpValue>();
  for await (const keys of scanKeys(redis, prefix)) {
    for (const key of keys) {
      const name = key.slice(prefix.length);
      if (!OWN.has(name)) entries.set(name, await valueOf(redis, key));
    }
  }
  return formatDump(entries);
}

async function valueOf(redis: Redis, key: string): Promise<DumpValue> {
  const type = await redis.type(key);
  if (type === 'string') return { string: (await redis.get(key)) ?? '' };
  if (type === 'list') return { list: await redis.lrangeBuffer(key, 0, -1) };
  if (type === 'hash') return { hash: new Map<string, Buffer>(Object.entries(await redis.hgetallBuffer(key))) };
  const flat = await redis.zrange(key, '0', '-1', 'WITHSCORES');
  return { sorted: new Map(flat.flatMap((member, i) => (i % 2 === 0 ? [[member, Number(flat[i + 1])]] : []))) };
}
