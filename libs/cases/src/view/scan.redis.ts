import { type Redis } from 'ioredis';

/** Names of all keys with this prefix, page by page; a key that is there all the time is named at least once. */
export async function* scanKeys(redis: Redis, prefix: string): AsyncGenerator<string[]> {
  const pattern = `${prefix.replaceAll(/[[\]*?^\\-]/g, String.raw`\$&`)}*`;
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', 1000);
    cursor = next;
    if (keys.length > 0) yield keys;
  } while (cursor !== '0');
}
