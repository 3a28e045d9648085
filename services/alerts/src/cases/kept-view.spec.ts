import { CASE_TOPICS, MemoryCaseView } from '@vigie/cases';
import { topicSpecs } from '@vigie/contracts';
import { MemoryBroker } from '@vigie/kafka';
import { KeptView } from './kept-view.ts';
import { watchView } from './watch-view.ts';

/** Four partitions, of which the second holds what nobody can read. */
async function aDamagedLog() {
  const broker = new MemoryBroker();
  await broker.ensureTopics(topicSpecs({ casePartitions: 4 }));
  const damaged = { key: 'acme:c-1', value: Buffer.from('{}'), partition: 1 };
  await (await broker.producer()).send(CASE_TOPICS.caseEvents, [damaged]);
  const view = new MemoryCaseView();
  const kept = new KeptView({ broker, view, topics: CASE_TOPICS }, 4);
  kept.own([0, 1, 2, 3]);
  return { kept, view };
}

test('a damaged partition does not keep the watch from the others', async () => {
  const { kept, view } = await aDamagedLog();
  await expect(kept.check({ logs: true })).rejects.toThrow(AggregateError);
  expect([...(await view.ready())].sort()).toEqual([0, 2, 3]);
});

test('and its own fault is what is told', async () => {
  const { kept } = await aDamagedLog();
  const fault = await new Promise<unknown>((resolve) => {
    const { stop } = watchView(kept, (error) => {
      resolve(error);
      void stop();
    });
  });
  expect(fault).not.toBeInstanceOf(AggregateError);
});
