import { Redis } from 'ioredis';
import { type ConversationStore } from './conversation-store.ts';

export interface RedisStoreOptions {
  readonly url: string;
  /** Seconds after its last message that a conversation is remembered. */
  readonly timeToLive: number;
  readonly prefix?: string;
  /** A connection that is lost and tried again is told here; commands wait for it and then fail. */
  readonly onError?: (error: Error) => void;
}

/** Key: `vigie:state:{tenant:conversation}`. Commands that get no answer within ten seconds fail, and the batch waits. */
export function redisConversationStore(options: RedisStoreOptions): ConversationStore {
  const { url, timeToLive, prefix = 'vigie:state:', onError = () => {} } = options;
  const redis = new Redis(url, { maxRetriesPerRequest: 3, connectTimeout: 2000, commandTimeout: 10_000 });
  redis.on('error', onError);
  const keyOf = (key: string) => `${prefix}{${key}}`;

  return {
    async load(keys) {
      return keys.length === 0 ? [] : redis.mgetBuffer(keys.map(keyOf));
    },
    async save(states) {
      if (states.length === 0) return;
      const pipeline = redis.pipeline();
      for (const [key, state] of states) pipeline.set(keyOf(key), asBuffer(state), 'EX', timeToLive);
      const results = (await pipeline.exec()) ?? [];
      const failed = results.find(([error]) => error !== null);
      if (failed !== undefined) throw new Error('Redis refused the state of a conversation', { cause: failed[0] });
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
