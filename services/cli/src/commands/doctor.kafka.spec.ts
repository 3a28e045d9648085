import { deadLetterTopic, topicSpecs, TOPICS } from '@vigie/contracts';
import { MemoryBroker } from '@vigie/kafka';
import { lagFindings, topicFindings } from './doctor.kafka.ts';

async function brokerWith(specs: Parameters<MemoryBroker['ensureTopics']>[0]): Promise<MemoryBroker> {
  const broker = new MemoryBroker();
  await broker.ensureTopics(specs);
  return broker;
}

test('as `vigie topics create` makes them, all is well', async () => {
  const findings = await topicFindings(await brokerWith(topicSpecs()));
  expect(findings.map(({ ok }) => ok)).toEqual([true, true, true]);
});

test('of a missing topic nothing else is claimed', async () => {
  expect(await topicFindings(new MemoryBroker())).toEqual([
    { ok: false, text: expect.stringContaining('topics are missing: chat.events,') },
  ]);
  const dead = deadLetterTopic(TOPICS.chatEvents);
  for (const missing of [TOPICS.chatEvents, dead]) {
    const texts = (await topicFindings(await brokerWith(topicSpecs().filter(({ name }) => name !== missing)))).map(
      ({ text }) => text,
    );
    expect(texts.filter((text) => text.includes(dead) && !text.includes('missing'))).toEqual([]);
  }
});

test('unequal partitions and too small dead letters are wrong', async () => {
  const specs = topicSpecs().map((spec) => ({
    ...spec,
    partitions: spec.name === TOPICS.caseKeys ? 1 : spec.partitions,
    config: spec.name === TOPICS.chatEvents ? { 'max.message.bytes': '99999999' } : spec.config,
  }));
  const wrong = (await topicFindings(await brokerWith(specs))).filter(({ ok }) => !ok);
  expect(wrong.map(({ text }) => text)).toEqual([
    expect.stringContaining('they have 6, 6, 6, 1.'),
    expect.stringContaining('max.message.bytes of chat.events.dlt'),
  ]);
});

test('how far a group is behind: from the beginning of the log where it has no offset', async () => {
  const broker = await brokerWith([{ name: TOPICS.chatEvents, partitions: 1, config: {} }]);
  broker.cluster.append(
    TOPICS.chatEvents,
    Array.from({ length: 5 }, () => ({ key: 'k', value: Buffer.from('') })),
  );
  broker.cluster.log({ topic: TOPICS.chatEvents, partition: 0 }).truncateBefore(3);
  const [finding] = await lagFindings(broker, 'the scorer', 'g', [TOPICS.chatEvents]);
  expect(finding).toEqual({ ok: true, text: 'the scorer is 2 messages behind (group g)' });
});

test('that it cannot be asked is a finding', async () => {
  const [finding] = await lagFindings(new MemoryBroker(), 'the scorer', 'g', [TOPICS.chatEvents]);
  expect(finding).toEqual({ ok: false, text: expect.stringMatching(/^how far the scorer is behind.*chat\.events/) });
});
