/** Consuming: commits follow handlers, failures come again, nothing stops. */
import { type Bench, records, silent, texts, until } from './broker-contract-bench.ts';
import { type BatchContext, type KafkaRecord, type TopicPartition } from './port.ts';

export function consumingContract(bench: () => Bench): void {
  describe('consuming', () => {
    test('batches of one partition come in order, none larger than asked', async () => {
      const topic = await bench().topic(2);
      await bench().producer.send(topic, [...records(25, { partition: 0 }), ...records(5, { partition: 1 })]);
      const seen: KafkaRecord[] = [];
      const sizes: number[] = [];
      await bench().consume({ topics: [topic], maxBatchRecords: 10 }, async (batch) => {
        sizes.push(batch.records.length);
        expect(batch.records.every(({ partition }) => partition === batch.partition)).toBe(true);
        expect(batch.highWatermark).toBe(batch.partition === 0 ? 25 : 5);
        seen.push(...batch.records);
      });
      await until(() => seen.length === 30);
      expect(seen.filter(({ partition }) => partition === 0).map(({ offset }) => offset)).toEqual([
        ...Array(25).keys(),
      ]);
      expect(Math.max(...sizes)).toBe(10);
    });

    test('an offset is committed after the handler has resolved, never before', async () => {
      const topic = await bench().topic(1);
      await bench().producer.send(topic, records(3));
      let finish = silent;
      const { groupId } = await bench().consume(
        { topics: [topic] },
        () => new Promise((resolve) => (finish = resolve)),
      );
      await until(() => finish !== silent);
      expect(await bench().broker.lag(groupId, [topic])).toEqual([{ topic, partition: 0, committed: -1, end: 3 }]);
      finish();
      await until(async () => (await bench().broker.lag(groupId, [topic]))[0]!.committed === 3);
    });

    test('a group goes on where it was, another one begins at the beginning', async () => {
      const topic = await bench().topic(1);
      const groupId = bench().unique();
      const first = await bench().collect({ topics: [topic], groupId });
      await bench().producer.send(topic, records(2));
      await until(() => first.records.length === 2);
      await first.consumer.stop();
      await bench().producer.send(topic, records(1, { first: 2 }));
      const second = await bench().collect({ topics: [topic], groupId });
      const other = await bench().collect({ topics: [topic] });
      await until(() => second.records.length === 1 && other.records.length === 3);
      expect(texts(second.records)).toEqual(['2']);
    });

    test('a group that starts at the latest sees what is sent from then on', async () => {
      const topic = await bench().topic(1);
      await bench().producer.send(topic, records(2));
      const { records: seen } = await bench().collect({ topics: [topic], startFrom: 'latest' });
      await bench().producer.send(topic, records(2, { first: 2 }));
      await until(() => seen.length === 2);
      expect(texts(seen)).toEqual(['2', '3']);
    });

    test('several partitions are handled at the same time when asked for', async () => {
      const topic = await bench().topic(2);
      await bench().producer.send(topic, [...records(1, { partition: 0 }), ...records(1, { partition: 1 })]);
      const running = new Set<number>();
      let both = silent;
      const together = new Promise<void>((resolve) => (both = resolve));
      await bench().consume({ topics: [topic], concurrency: 2 }, async ({ partition }) => {
        if (running.add(partition).size === 2) both();
        await together;
      });
      await together;
    });

    test('a topic that does not exist is an error at start', async () => {
      const consumer = bench().broker.consumer({ groupId: bench().unique(), topics: [bench().unique()] });
      await expect(consumer.start(async () => undefined)).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC' });
    });
  });

  describe('failures', () => {
    test('a failed batch comes again from its first record, other partitions go on meanwhile', async () => {
      const topic = await bench().topic(2);
      await bench().producer.send(topic, [...records(3, { partition: 0 }), ...records(1, { partition: 1 })]);
      const fault = Object.assign(new Error('down'), { name: 'KafkaJSNonRetriableError', retriable: false });
      const failed: string[][] = [];
      const healthy: string[] = [];
      const retries: unknown[] = [];
      let repaired = false;
      const { groupId } = await bench().consume(
        {
          topics: [topic],
          retryDelay: { first: 50, most: 200 },
          onRetry: (batch, error) => retries.push([batch, error]),
        },
        async ({ partition, records: batch }) => {
          if (partition === 1) return void healthy.push(...texts(batch));
          failed.push(texts(batch));
          if (!repaired) throw fault;
        },
      );
      await until(() => failed.length >= 3 && healthy.length === 1);
      await bench().producer.send(topic, records(1, { partition: 1, first: 1 }));
      await until(() => healthy.length === 2);
      expect(new Set(failed.map(([first]) => first))).toEqual(new Set(['0']));
      expect(retries[0]).toEqual([{ topic, partition: 0, offset: 0 }, fault]);
      const before = await bench().broker.lag(groupId, [topic]);
      expect(before[0]!.committed).toBe(-1);
      repaired = true;
      await until(async () => (await bench().broker.lag(groupId, [topic]))[0]!.committed === 3);
      expect(healthy).toEqual(['0', '1']);
    });

    test('after a good piece of a batch only the rest comes again', async () => {
      const topic = await bench().topic(1);
      await bench().producer.send(topic, records(4));
      const seen: string[] = [];
      let failures = 0;
      await bench().consume(
        { topics: [topic], maxBatchRecords: 2, retryDelay: { first: 20, most: 20 } },
        async ({ records: batch }) => {
          if (batch[0]!.offset === 2 && failures++ < 2) throw new Error('once more');
          seen.push(...texts(batch));
        },
      );
      await until(() => seen.length === 4);
      expect(seen).toEqual(['0', '1', '2', '3']);
    });

    test('a handler that keeps sending heartbeats may outlast its session', async () => {
      const topic = await bench().topic(1);
      await bench().producer.send(topic, records(1));
      let calls = 0;
      const { groupId } = await bench().consume(
        { topics: [topic], sessionTimeoutMs: 1_000 },
        async (_, { heartbeat, signal }: BatchContext) => {
          calls += 1;
          for (const end = Date.now() + 2_500; Date.now() < end; await new Promise((next) => setTimeout(next, 50))) {
            await heartbeat();
          }
          expect(signal.aborted).toBe(false);
        },
      );
      await until(async () => (await bench().broker.lag(groupId, [topic]))[0]!.committed === 1);
      expect(calls).toBe(1);
    });

    test('a handler that hangs beyond its session loses the partition, and cannot commit any more', async () => {
      const topic = await bench().topic(1);
      await bench().producer.send(topic, records(2));
      const groupId = bench().unique();
      const options = { topics: [topic], groupId, sessionTimeoutMs: 1_000, retryDelay: { first: 20, most: 20 } };
      let wake = silent;
      let lost: unknown;
      let hung = 0;
      await bench().consume(options, async (_batch, context) => {
        if (hung++ > 0) return;
        await new Promise<void>((resolve) => (wake = resolve));
        await bench().producer.send(topic, records(1, { first: 2 }));
        await context.heartbeat().catch((error: unknown) => (lost = error));
      });
      await until(() => wake !== silent);
      const handled: string[] = [];
      await bench().consume(options, async ({ records: batch }) => void handled.push(...texts(batch)));
      await until(() => handled.length === 2);
      wake();
      await until(() => lost !== undefined);
      expect(lost).toMatchObject({ code: 'PARTITION_LOST' });
      expect(handled.slice(0, 2)).toEqual(['0', '1']);
      await until(async () => (await bench().broker.lag(groupId, [topic]))[0]!.committed === 3);
    });
  });

  describe('stopping', () => {
    test('finishes the running batch and commits it, and tells the handler', async () => {
      const topic = await bench().topic(1);
      const revoked: (readonly TopicPartition[])[] = [];
      await bench().producer.send(topic, records(4));
      let signal: AbortSignal | undefined;
      let handled = 0;
      const { consumer, groupId } = await bench().consume(
        { topics: [topic], maxBatchRecords: 2, onRevoked: (lost) => void revoked.push(lost) },
        async ({ records: batch }, context) => {
          signal = context.signal;
          await until(() => context.signal.aborted);
          handled += batch.length;
        },
      );
      await until(() => signal !== undefined);
      expect(signal!.aborted).toBe(false);
      await consumer.stop();
      expect(handled).toBe(2);
      expect(await bench().broker.lag(groupId, [topic])).toEqual([{ topic, partition: 0, committed: 2, end: 4 }]);
      expect(revoked).toEqual([[{ topic, partition: 0 }]]);
      expect(consumer.assignment()).toEqual([]);
    });
  });
}
