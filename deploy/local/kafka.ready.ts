import { type Admin, Kafka, logLevel } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningProcess } from './processes.ts';

const PROBE = 'vigie.ready';

export interface OurBroker {
  readonly process: RunningProcess;
  readonly clusterId: string;
}

/** One answer from a cluster; throws with the cause. */
export async function pingKafka(brokers: string, timeoutMs = 10_000): Promise<void> {
  const admin = client(brokers, { retries: 2, connectionTimeout: timeoutMs }).admin();
  try {
    await admin.connect();
    await admin.describeCluster();
  } finally {
    await admin.disconnect();
  }
}

/**
 * Resolves when the broker does everything that a client will ask of it. An open port is not enough: the first consumer
 * and the first transaction of a young broker fail until its internal topics exist, so they are made here.
 * Throws what failed last when the time is over or our broker has ended. With `ours`, another cluster that has the same
 * port does not count.
 */
export async function untilKafkaReady(brokers: string, timeoutMs: number, ours?: OurBroker): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await tryEverything(brokers, ours?.clusterId);
    } catch (error) {
      if (ours?.process.hasExited() === true || Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

async function tryEverything(brokers: string, expectedCluster: string | undefined): Promise<void> {
  const kafka = client(brokers, { retries: 0, connectionTimeout: 1000 });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { clusterId } = await admin.describeCluster();
    if (expectedCluster !== undefined && clusterId !== expectedCluster) throw new Error('another Kafka has this port');
    await makeProbeTopic(admin);
    await admin.fetchOffsets({ groupId: PROBE, topics: [PROBE] });
    await emptyTransaction(brokers);
    await admin.deleteTopics({ topics: [PROBE] });
  } finally {
    await admin.disconnect();
  }
}

async function makeProbeTopic(admin: Admin): Promise<void> {
  // waitForLeaders may throw although the topic is there, so ask for its leader instead.
  await admin.createTopics({ topics: [{ topic: PROBE, numPartitions: 1 }], waitForLeaders: false });
  const { topics } = await admin.fetchTopicMetadata({ topics: [PROBE] });
  if ((topics[0]?.partitions[0]?.leader ?? -1) < 0) throw new Error('the broker leads no partition yet');
}

async function emptyTransaction(brokers: string): Promise<void> {
  const producer = client(brokers, { retries: 5, connectionTimeout: 1000 }).producer({
    transactionalId: PROBE,
    maxInFlightRequests: 1,
    idempotent: true,
  });
  try {
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.abort();
  } finally {
    await producer.disconnect();
  }
}

function client(brokers: string, options: { retries: number; connectionTimeout: number }): Kafka {
  return new Kafka({
    clientId: 'vigie-local',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    connectionTimeout: options.connectionTimeout,
    requestTimeout: 5000,
    retry: { initialRetryTime: 100, maxRetryTime: 500, retries: options.retries },
  });
}
