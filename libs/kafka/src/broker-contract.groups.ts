/** Groups: who owns which partitions, who is told, and pauses. */
import { type Bench, records, until } from './broker-contract-bench.ts';

export function groupsContract(bench: () => Bench): void {
  describe('rebalancing', () => {
    test('a second member gets whole columns of partitions; callbacks tell; nothing is lost', async () => {
      const topics = [await bench().topic(4), await bench().topic(4)];
      const groupId = bench().unique();
      const one = await bench().member({ topics, groupId });
      expect(one.owned()).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
      const two = await bench().member({ topics, groupId });
      await until(() => one.owned().length === 4 && two.owned().length === 4);
      for (const member of [one, two]) {
        const columns = member.consumer
          .assignment()
          .map(({ topic, partition }) => `${topics.indexOf(topic)}:${partition}`);
        const numbers = new Set(member.owned());
        expect(columns.sort()).toEqual([0, 1].flatMap((t) => [...numbers].map((n) => `${t}:${n}`)).sort());
        expect(member.told()).toEqual(member.owned());
      }
      expect([...new Set([...one.owned(), ...two.owned()])].sort()).toEqual([0, 1, 2, 3]);

      for (const topic of topics) {
        await bench().producer.send(
          topic,
          [0, 1, 2, 3].flatMap((partition) => records(5, { partition })),
        );
      }
      await until(() => one.seen.size + two.seen.size === 40);
      await two.consumer.stop();
      await until(() => one.owned().length === 8);
      for (const topic of topics) await bench().producer.send(topic, records(1, { partition: 3, first: 5 }));
      await until(() => one.seen.size + two.seen.size === 42);
      expect(one.told()).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
      expect(two.told()).toEqual([]);
    });

    test('no batch comes before onAssigned has resolved, and one that fails is called again', async () => {
      const topic = await bench().topic(1);
      await bench().producer.send(topic, records(1));
      const steps: string[] = [];
      await bench().consume(
        {
          topics: [topic],
          retryDelay: { first: 20, most: 20 },
          onAssigned: async () => {
            steps.push('assigning');
            await new Promise((resolve) => setTimeout(resolve, 400));
            if (steps.length === 1) throw new Error('not loaded');
            steps.push('assigned');
          },
        },
        async () => void steps.push('batch'),
      );
      await until(() => steps.includes('batch'));
      expect(steps).toEqual(['assigning', 'assigning', 'assigned', 'batch']);
    });
  });

  describe('pausing', () => {
    test('a paused partition is silent, others go on, and resuming loses nothing', async () => {
      const topic = await bench().topic(2);
      const { consumer, records: seen } = await bench().collect({ topics: [topic] });
      consumer.pause([{ topic, partition: 0 }]);
      await bench().producer.send(topic, [...records(2, { partition: 0 }), ...records(2, { partition: 1 })]);
      await until(() => seen.length === 2);
      await bench().producer.send(topic, records(1, { partition: 1, first: 2 }));
      await until(() => seen.length === 3);
      expect(seen.every(({ partition }) => partition === 1)).toBe(true);
      consumer.resume([{ topic, partition: 0 }]);
      await until(() => seen.length === 5);
    });

    test('a pause outlasts a rebalance as long as the partition stays', async () => {
      const topic = await bench().topic(2);
      const groupId = bench().unique();
      const one = await bench().member({ topics: [topic], groupId });
      one.consumer.pause([0, 1].map((partition) => ({ topic, partition })));
      const two = await bench().member({ topics: [topic], groupId });
      await until(() => one.owned().length === 1 && two.owned().length === 1);
      const [kept] = one.owned();
      await bench().producer.send(
        topic,
        [0, 1].flatMap((partition) => records(1, { partition })),
      );
      await until(() => two.seen.size === 1);
      expect(one.seen.size).toBe(0);
      one.consumer.resume([{ topic, partition: kept! }]);
      await until(() => one.seen.size === 1);
    });
  });
}
