import { expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { bundledBinary, onPath, startRedis } from './redis.local.ts';

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'vigie-redis-'));
}

async function withClient<T>(address: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(`redis://${address}`);
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

test('the PATH goes first, redis before valkey, and only what can be run', () => {
  const [first, second] = [folder(), folder()];
  const path = [first, second].join(delimiter);
  expect(onPath(['redis-server', 'valkey-server'], path)).toBeNull();
  writeFileSync(join(first, 'redis-server'), '');
  writeFileSync(join(first, 'valkey-server'), '');
  chmodSync(join(first, 'valkey-server'), 0o755);
  expect(onPath(['redis-server', 'valkey-server'], path)).toBe(join(first, 'valkey-server'));
  writeFileSync(join(second, 'redis-server'), '');
  chmodSync(join(second, 'redis-server'), 0o755);
  expect(onPath(['redis-server', 'valkey-server'], path)).toBe(join(second, 'redis-server'));
});

test('a binary for the common machines, none for others', () => {
  expect(bundledBinary('linux', 'x64')).toContain('linux-amd64');
  expect(bundledBinary('darwin', 'arm64')).toContain('darwin-arm64');
  expect(bundledBinary('win32', 'x64')).toBeNull();
});

test('a second start takes over the data, after a good end and after a kill', async () => {
  const dataDir = folder();
  const first = await startRedis({ dataDir });
  await withClient(first.address, (redis) => redis.set('a', '1'));
  await first.stop();

  const second = await startRedis({ dataDir });
  expect(second.pid).not.toBe(first.pid);
  await withClient(second.address, (redis) => redis.set('b', '2'));
  await new Promise((wake) => setTimeout(wake, 1200)); // acknowledged writes are on disk within a second
  await second.kill();

  const third = await startRedis({ dataDir, port: second.port });
  expect(await withClient(third.address, (redis) => redis.mget('a', 'b'))).toEqual(['1', '2']);
  await third.stop();
}, 60_000);

test('another Redis on the port is not taken for ours: one sentence with the reason', async () => {
  const taken = await startRedis({ dataDir: folder() });
  await expect(startRedis({ dataDir: folder(), port: taken.port })).rejects.toThrow(/^Redis \(.*\) did not start: .+/);
  await taken.stop();
}, 60_000);

test('a folder that a Redis works on is left alone', async () => {
  const dataDir = folder();
  const server = await startRedis({ dataDir });
  await expect(startRedis({ dataDir })).rejects.toThrow(`Redis (process ${server.pid}) works on ${dataDir}`);
  await server.stop();
}, 60_000);
