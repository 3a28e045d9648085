/** Reading a log: exact ranges, without a group. */
import { type Bench, records, until } from './broker-contract-bench.ts';
import { type KafkaRecord } from './port.ts';

export function logsContract(bench: () => Bench): void {
  describe('reading a log', () => {
    test('reads exact ranges, in order, while new records arrive', async () => {
      const topic = await bench().topic(2);
      await bench().producer.send(topic, [...records(10, { partition: 0 }), ...records(3, { partition: 1 })]);
      const seen: KafkaRecord[] = [];
      const ranges = [
        { topic, partition: 0, from: 2, until: 7 },
        { topic, partition: 1, from: 0, until: Number.MAX_SAFE_INTEGER },
        { topic, partition: 1, from: 3, until: 3 },
      ];
      await bench().broker.readLog(ranges, async (batch) => {
        seen.push(...batch.records);
        await bench().producer.send(topic, records(2, { partition: batch.partition, first: 100 }));
      });
      expect(seen.map(({ partition, value }) => `${partition}:${value}`)).toEqual([
        '0:2',
        '0:3',
        '0:4',
        '0:5',
        '0:6',
        '1:0',
        '1:1',
        '1:2',
      ]);
    });

    test('an empty log is read at once; the error of the reader is handed on as it is', async () => {
      const topic = await bench().topic(1);
      const range = { topic, partition: 0, from: 0, until: 10 };
      await bench().broker.readLog([], async () => expect(true).toBe(false));
      await bench().broker.readLog([range], async () => expect(true).toBe(false));
      await bench().producer.send(topic, records(1));
      const fault = new Error('the reader is full');
      await expect(bench().broker.readLog([range], () => Promise.reject(fault))).rejects.toBe(fault);
    });

    test('leaves no offsets behind and disturbs no group', async () => {
      const topic = await bench().topic(1);
      const group = await bench().collect({ topics: [topic] });
      await bench().producer.send(topic, records(2));
      await until(() => group.records.length === 2);
      await bench().read(topic, 0);
      await until(async () => (await bench().broker.lag(group.groupId, [topic]))[0]!.committed === 2);
      expect(group.consumer.assignment()).toHaveLength(1);
    });
  });
}
