import { randomUUID } from 'node:crypto';
import { conversationStoreContract } from './conversation-store-contract.ts';
import { redisConversationStore } from './conversation-store.redis.ts';
import { Redis } from 'ioredis';

const url = process.env.REDIS_URL;
if (url === undefined) throw new Error('REDIS_URL is not set: run these tests with `npm test`, which starts a Redis.');
const prefix = `test:${randomUUID()}:`;

const create = async () => redisConversationStore({ url, timeToLive: 60, prefix });
conversationStoreContract('Redis', create, create);

test('a state is forgotten after its time to live', async () => {
  const store = redisConversationStore({ url, timeToLive: 60, prefix });
  await store.save(9, [['acme:ttl', Uint8Array.of(1)]]);
  const redis = new Redis(url);
  expect(await redis.ttl(`${prefix}state:{acme:ttl}`)).toBeGreaterThan(0);
  redis.disconnect();
  await store.close();
});

test('a Redis that is gone is an error, not a missing state', async () => {
  const store = redisConversationStore({ url: 'redis://127.0.0.1:1', timeToLive: 60, prefix });
  await expect(store.load(['acme:a'])).rejects.toThrow();
  await store.close();
});
