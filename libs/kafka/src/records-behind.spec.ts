import { MemoryBroker } from './broker.memory.ts';
import { recordsBehind } from './records-behind.ts';

test('a group without offset is behind by what lies in the log, not by what was deleted from it', async () => {
  const broker = new MemoryBroker();
  await broker.ensureTopics([{ name: 't', partitions: 1, config: {} }]);
  const producer = await broker.producer();
  await producer.send(
    't',
    Array.from({ length: 10 }, () => ({ key: 'k', value: Buffer.from('x') })),
  );
  broker.cluster.log({ topic: 't', partition: 0 }).truncateBefore(4);
  expect(await recordsBehind(broker, 'g', ['t'])).toBe(6);

  const consumer = broker.consumer({ groupId: 'g', topics: ['t'] });
  await consumer.start(async () => {});
  while ((await recordsBehind(broker, 'g', ['t'])) > 0) await new Promise((resolve) => setTimeout(resolve, 2));
  await consumer.stop();
  await broker.close();
});
