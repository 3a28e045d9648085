import { CASE_TOPICS } from '@vigie/cases';
import { TOPICS, topicSpecs } from '@vigie/contracts';
import { MemoryBroker } from '@vigie/kafka';
import { OperatorError } from '@vigie/runtime';
import { checkTopics } from './check-topics.ts';

const topics = { ...CASE_TOPICS, flags: TOPICS.flags, commands: TOPICS.commands };

/** The topics as they should be, but for one; `null`: without it. */
async function check(change: { name?: string; partitions?: number; config?: Record<string, string> | null } = {}) {
  const broker = new MemoryBroker();
  const specs = topicSpecs({ casePartitions: 4 });
  const wishes = specs.flatMap((spec) => {
    if (spec.name !== change.name) return [spec];
    return change.config === null
      ? []
      : [{ ...spec, ...change, name: spec.name, config: change.config ?? spec.config }];
  });
  await broker.ensureTopics(wishes);
  return checkTopics(broker, topics);
}

test('topics as Vigie creates them are good', async () => {
  expect(await check()).toBe(4);
});

test.each([topics.caseKeys, topics.flags, `${topics.flags}.dlt`, `${topics.commands}.dlt`])(
  'without %s it does not start',
  async (name) => {
    await expect(check({ name, config: null })).rejects.toThrow(
      new OperatorError(`Kafka lacks the topics ${name}: \`vigie topics create\` creates them`),
    );
  },
);

test('topics that do not fit together are named', async () => {
  const wrong = check({ name: topics.caseKeys, partitions: 2 });
  await expect(wrong).rejects.toThrow('safety.case-events 4, safety.case-keys 2');
});

test.each([
  [topics.caseEvents, {}, 'retention.ms=604800000 and would lose'],
  [topics.caseEvents, { 'retention.ms': '1000' }, '--entity-name safety.case-events --add-config retention.ms=-1'],
  [topics.caseEvents, { 'retention.ms': '-1', 'retention.bytes': '5' }, '--add-config retention.bytes=-1'],
  [topics.caseEvents, { 'cleanup.policy': 'compact' }, '--add-config cleanup.policy=delete,retention.ms=-1'],
  [topics.caseKeys, {}, 'cleanup.policy=delete and would lose the keys'],
  [topics.caseKeys, { 'cleanup.policy': 'compact,delete' }, '--add-config cleanup.policy=compact'],
])('%s with %j would lose the record', async (name, config, remedy) => {
  const checked = check({ name, config });
  await expect(checked).rejects.toThrow(OperatorError);
  await expect(checked).rejects.toThrow(remedy);
});
