import { CASE_TOPICS } from '@vigie/cases';
import { TOPICS } from '@vigie/contracts';
import { MemoryBroker } from '@vigie/kafka';
import { checkTopics } from './check-topics.ts';

const topics = { ...CASE_TOPICS, flags: TOPICS.flags, commands: TOPICS.commands };

test('topics that are missing or do not fit together are named', async () => {
  const broker = new MemoryBroker();
  const create = (name: string, partitions: number) => broker.ensureTopics([{ name, partitions, config: {} }]);
  for (const name of [topics.flags, topics.commands, topics.caseEvents]) await create(name, 3);
  await expect(checkTopics(broker, topics)).rejects.toThrow(`lacks the topics ${topics.caseKeys}`);
  await create(topics.caseKeys, 2);
  await expect(checkTopics(broker, topics)).rejects.toThrow('safety.case-events 3, safety.case-keys 2');
  const other = new MemoryBroker();
  await other.ensureTopics(Object.values(topics).map((name) => ({ name, partitions: 4, config: {} })));
  expect(await checkTopics(other, topics)).toBe(4);
});
