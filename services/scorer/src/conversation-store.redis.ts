import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { type ConversationStore, PartitionTakenError } from './conversation-store.ts';
import { SAVE_STATES } from './save-states-n.lua.ts';

export interface RedisStoreOptions {
  readonly url: string;
  /** Seconds after its last message that a conversation is remembered. */
  readonly timeToLive: number;
  readonly prefix?: string;
  /** A connection that is lost and tried again is told here; commands wait for it and then fail. */
  readonly onError?: (error: Error) => void;
}

interface Scripts {
  saveStates(count: number, ...keysAndValues: (string | Buffer | number)[]): Promise<0 | 1>;
}

/** States saved by one script call: some megabytes, a few milliseconds of Redis. */
const AT_ONCE = 1000;

/**
 * Keys: `vigie:state:{tenant:conversation}`, and `vigie:state-owner:<partition>` for who may write. Commands that get no
 * answer within ten seconds fail, and the batch waits.
 */
export function redisConversationStore(options: RedisStoreOptions): ConversationStore {
  const { url, timeToLive, prefix = 'vigie:', onError = () => {} } = options;
  const redis = new Redis(url, {
    maxRetriesPerRequest: 3,
    connectTimeout: 2000,
    commandTimeout: 10_000,
    scripts: { saveStates: { lua: SAVE_STATES } },
  }) as Redis & Scripts;
  redis.on('error', onError);
  const me = randomUUID();
  const keyOf = (key: string) => `${prefix}state:{${key}}`;
  const ownerOf = (partition: number) => `${prefix}state-owner:${partition}`;

  return {
    async own(partitions) {
      if (partitions.length > 0) await redis.mset(partitions.flatMap((partition) => [ownerOf(partition), me]));
    },
    async load(keys) {
      return keys.length === 0 ? [] : redis.mgetBuffer(keys.map(keyOf));
    },
    async save(partition, states) {
      for (let i = 0; i < states.length; i += AT_ONCE) {
        const some = states.slice(i, i + AT_ONCE);
        const keys = [ownerOf(partition), ...some.map(([key]) => keyOf(key))];
        const values = some.map(([, state]) => asBuffer(state));
        const stored = await redis.saveStates(keys.length, ...keys, ...values, timeToLive, me);
        if (stored === 0) throw new PartitionTakenError(partition);
      }
    },
    async ping() {
      await redis.ping();
    },
    async close() {
      redis.disconnect();
    },
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
