/**
 * Reads exact ranges of logs without any consumer group. The consumer of kafkajs can only read as a member of a group
 * and is silent about an empty fetch, so it cannot tell "nothing more" from "nothing yet"; a log whose last records were
 * compacted away would never end. Its cluster client, which it hands to assigners, fetches directly.
 */
import { type Cluster, type IHeaders, type Kafka } from 'kafkajs';
import { coPartitionedAssigner } from './assigner.kafkajs.ts';
import { cut, DEFAULT_MAX_BATCH_RECORDS, pause } from './batches.ts';
import { BrokerError, isBrokerError } from './errors.ts';
import { brokerError, isRefusal, protocolType } from './errors.kafkajs.ts';
import { type LogRange, type RecordBatch, type TopicPartition } from './port.ts';
import { toRecord } from './record.kafkajs.ts';

const FETCH_BYTES = 4 * 1024 * 1024;
/** A compacted log may hold an empty batch before one that is larger than a normal fetch. */
const LARGEST_FETCH_BYTES = 128 * 1024 * 1024;
const FETCH_WAIT_MS = 100;
const READ_COMMITTED = 1;
const TRIES = 120;
const RETRY_MS = 500;

interface FetchedMessage {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly timestamp: string;
  readonly headers?: IHeaders;
  readonly isControlRecord?: boolean;
  readonly batchContext?: { firstOffset: string; lastOffsetDelta: number; producerId: string; inTransaction: boolean };
}

interface Fetched {
  readonly highWatermark: string;
  readonly lastStableOffset?: string;
  readonly abortedTransactions?: readonly { producerId: string; firstOffset: string }[] | null;
  readonly messages: readonly FetchedMessage[];
}

type OnBatch = (batch: RecordBatch) => Promise<void>;

export async function readLog(kafka: Kafka, ranges: readonly LogRange[], onBatch: OnBatch): Promise<void> {
  if (ranges.length === 0) return;
  const cluster = clusterOf(kafka);
  try {
    await cluster.connect();
    await cluster.addMultipleTargetTopics([...new Set(ranges.map(({ topic }) => topic))]);
    // All ends first: what is appended during the reading belongs to the next reading.
    const clipped = [];
    for (const range of ranges) clipped.push(await insist(cluster, () => clip(cluster, range)));
    for (const range of clipped) await readRange(cluster, range, onBatch);
  } catch (error) {
    throw error instanceof HandlerError ? error.cause : brokerError('Reading a log', error);
  } finally {
    await cluster.disconnect().catch(() => undefined);
  }
}

class HandlerError extends Error {}

function clusterOf(kafka: Kafka): Cluster {
  let found: Cluster | undefined;
  kafka.consumer({
    groupId: 'never-joined',
    allowAutoTopicCreation: false,
    partitionAssigners: [
      (config) => {
        found = config.cluster;
        return coPartitionedAssigner(config);
      },
    ],
  });
  return found!;
}

/** The range within what the log holds now. */
async function clip(cluster: Cluster, range: LogRange): Promise<LogRange> {
  const [begin, end] = [await boundary(cluster, range, true), await boundary(cluster, range, false)];
  return { ...range, from: Math.max(range.from, begin), until: Math.min(range.until, end) };
}

async function boundary(
  cluster: Cluster,
  { topic, partition }: TopicPartition,
  fromBeginning: boolean,
): Promise<number> {
  const [offsets] = await cluster.fetchTopicsOffset([{ topic, partitions: [{ partition }], fromBeginning }]);
  const offset = offsets?.partitions.find((entry) => entry.partition === partition)?.offset;
  if (offset === undefined) throw new BrokerError('UNKNOWN_TOPIC', `${topic}/${partition} does not exist`);
  return Number(offset);
}

async function readRange(cluster: Cluster, range: LogRange, onBatch: OnBatch): Promise<void> {
  const { topic, partition, until } = range;
  let position = range.from;
  let bytes = FETCH_BYTES;
  while (position < until) {
    const fetched = await insist(cluster, () => fetch(cluster, range, position, bytes));
    if (fetched === 'gone') {
      position = await insist(cluster, () => boundary(cluster, range, true));
      continue;
    }
    const last = fetched.messages.at(-1);
    if (last === undefined) {
      // Nothing between here and the end of what is stable: either the range is read, or a transaction is still open.
      const stable = Number(fetched.lastStableOffset ?? fetched.highWatermark);
      if (stable >= until && bytes === LARGEST_FETCH_BYTES) return;
      bytes = LARGEST_FETCH_BYTES;
      continue;
    }
    bytes = FETCH_BYTES;
    const inRange = committed(fetched).filter(({ offset }) => Number(offset) >= position && Number(offset) < until);
    const records = inRange.map((message) => toRecord(topic, partition, message));
    for (const piece of cut(records, DEFAULT_MAX_BATCH_RECORDS)) {
      try {
        await onBatch({ topic, partition, records: piece, highWatermark: Number(fetched.highWatermark) });
      } catch (error) {
        throw new HandlerError('The reader of the log rejected', { cause: error });
      }
    }
    const { firstOffset = last.offset, lastOffsetDelta = 0 } = last.batchContext ?? {};
    position = Math.max(position + 1, Number(last.offset) + 1, Number(firstOffset) + lastOffsetDelta + 1);
  }
}

async function fetch(cluster: Cluster, range: LogRange, position: number, maxBytes: number): Promise<Fetched | 'gone'> {
  const { topic, partition } = range;
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (nodeId === undefined) throw new BrokerError('UNAVAILABLE', `${topic}/${partition} has no leader`);
  const broker = await cluster.findBroker({ nodeId });
  try {
    const { responses } = (await broker.fetch({
      isolationLevel: READ_COMMITTED,
      maxWaitTime: FETCH_WAIT_MS,
      minBytes: 1,
      maxBytes,
      topics: [{ topic, partitions: [{ partition, fetchOffset: String(position), maxBytes }] }],
    })) as { responses: { partitions: Fetched[] }[] };
    return responses[0]!.partitions[0]!;
  } catch (error) {
    // Retention took the beginning away while we were reading.
    if (protocolType(error) === 'OFFSET_OUT_OF_RANGE') return 'gone';
    throw error;
  }
}

/** Without the markers of transactions and without records of aborted ones. */
function committed({ messages, abortedTransactions }: Fetched): readonly FetchedMessage[] {
  const waiting = [...(abortedTransactions ?? [])].sort((a, b) => Number(a.firstOffset) - Number(b.firstOffset));
  const aborted = new Set<string>();
  return messages.filter((message) => {
    while (waiting.length > 0 && Number(waiting[0]!.firstOffset) <= Number(message.offset)) {
      aborted.add(waiting.shift()!.producerId);
    }
    const { producerId = '', inTransaction = false } = message.batchContext ?? {};
    if (message.isControlRecord) {
      aborted.delete(producerId);
      return false;
    }
    return !(inTransaction && aborted.has(producerId));
  });
}

/** Survives moving leaders and a broker that is away for a minute. */
async function insist<T>(cluster: Cluster, ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries >= TRIES || isRefusal(error) || isBrokerError(error, 'UNKNOWN_TOPIC')) throw error;
      await pause(RETRY_MS);
      await cluster.refreshMetadata().catch(() => undefined);
    }
  }
}
