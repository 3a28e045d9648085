import { afterAll, expect, test } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalServer, startKafka } from './kafka.jars.ts';

const started: LocalServer[] = [];
afterAll(() => Promise.all(started.map((server) => server.kill())));

async function start(dataDir: string, port?: number): Promise<LocalServer> {
  const server = await startKafka({ dataDir, ...(port === undefined ? {} : { port }) });
  started.push(server);
  return server;
}

function client(address: string): Kafka {
  return new Kafka({ brokers: [address], logLevel: logLevel.NOTHING });
}

async function produce(address: string, value: string): Promise<void> {
  const producer = client(address).producer();
  await producer.connect();
  await producer.send({ topic: 'kept', acks: -1, messages: [{ value }] });
  await producer.disconnect();
}

/** How many records the topic has; it must be there already. */
async function count(address: string): Promise<number> {
  const admin = client(address).admin();
  await admin.connect();
  const [partition] = await admin.fetchTopicOffsets('kept');
  await admin.disconnect();
  return Number(partition?.high);
}

test('a second start takes over the data, after a good end on another port and after a kill on the same', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'vigie-kafka-'));
  const first = await start(dataDir);
  const admin = client(first.address).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }], waitForLeaders: false });
  expect(await admin.listTopics()).not.toContain('vigie.ready');
  await admin.disconnect();
  await produce(first.address, 'one');
  await first.stop();

  const second = await start(dataDir);
  expect(second.port).not.toBe(first.port);
  expect(await count(second.address)).toBe(1);
  await produce(second.address, 'two');
  await second.kill();

  const third = await start(dataDir, second.port);
  expect(await count(third.address)).toBe(2);

  const works = `Kafka (process ${third.pid}) works on ${dataDir}: end it with "kill ${third.pid}", then start again.`;
  await expect(startKafka({ dataDir })).rejects.toThrow(works);
  await third.stop();
}, 180_000);

test('another Kafka on the port is not taken for ours: one sentence with the reason', async () => {
  const theirs = await start(mkdtempSync(join(tmpdir(), 'vigie-kafka-')));
  const dataDir = mkdtempSync(join(tmpdir(), 'vigie-kafka-'));
  await expect(startKafka({ dataDir, port: theirs.port })).rejects.toThrow(
    /^Kafka ended while starting: .*Address already in use.*\(look into /,
  );
  await theirs.stop();
}, 180_000);
