import { type Redis } from 'ioredis';
import { type ChangeFeed, type FeedEntry } from './case-view.ts';
import { parseFeedEntry } from './feed-entries.ts';

const NOTHING = '0-0';

/** A Redis stream. Reading blocks, so it has a connection of its own, opened with the first read. */
export class RedisChangeFeed implements ChangeFeed {
  readonly #redis: Redis;
  readonly #key: string;
  #reader: Redis | undefined;

  constructor(redis: Redis, key: string) {
    this.#redis = redis;
    this.#key = key;
  }

  async latest(): Promise<string> {
    const [newest] = await this.#redis.xrevrange(this.#key, '+', '-', 'COUNT', 1);
    return newest?.[0] ?? NOTHING;
  }

  async remembers(id: string): Promise<boolean> {
    if (!/^\d{1,15}-\d{1,15}$/.test(id)) return false;
    // The entry itself must be there: a stream that was trimmed, or lost and begun anew, does not hold it.
    const [same] = await this.#redis.xrange(this.#key, id, id, 'COUNT', 1);
    return same !== undefined || (id === NOTHING && (await this.latest()) === NOTHING);
  }

  async read(id: string, { waitMs, count }: { waitMs: number; count: number }): Promise<readonly FeedEntry[]> {
    this.#reader ??= this.#redis.duplicate();
    const [stream] = (await this.#reader.xread('COUNT', count, 'BLOCK', waitMs, 'STREAMS', this.#key, id)) ?? [];
    return (stream?.[1] ?? []).map(([entry, [kind, value]]) => parseFeedEntry(entry, kind, value ?? ''));
  }

  async since(id: string, count: number): Promise<readonly FeedEntry[]> {
    const entries = await this.#redis.xrange(this.#key, `(${id}`, '+', 'COUNT', count);
    return entries.map(([entry, [kind, value]]) => parseFeedEntry(entry, kind, value ?? ''));
  }

  async reset(): Promise<void> {
    await this.#redis.xadd(this.#key, '*', 'reset', '');
  }

  close(): void {
    this.#reader?.disconnect();
  }
}
