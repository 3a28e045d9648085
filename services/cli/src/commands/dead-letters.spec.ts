import { jest } from '@jest/globals';
import { deadLetterTopic, TOPICS } from '@vigie/contracts';
import { DEAD_LETTER_HEADERS, deadLetter, type KafkaRecord, MemoryBroker, type ProduceRecord } from '@vigie/kafka';
import { listDeadLetters, redriveDeadLetters } from './dead-letters.ts';

const topic = TOPICS.chatEvents;
const record = (offset: number): KafkaRecord => ({
  ...{ topic, partition: 0, offset, key: Buffer.from('k'), value: Buffer.from(`v${offset}`) },
  ...{ headers: {}, timestamp: 1_700_000_000_000 + offset },
});

function letter(offset: number, { code = 'JSON_INVALID', truncated = '' } = {}): ProduceRecord {
  const { headers, ...rest } = deadLetter(record(offset), { code, field: '' });
  const cut = truncated === '' ? {} : { [DEAD_LETTER_HEADERS.truncated]: truncated };
  return { ...rest, headers: { ...headers, ...cut }, timestamp: 1_800_000_000_000 + offset };
}

async function brokerWith(letters: readonly ProduceRecord[]): Promise<MemoryBroker> {
  const broker = new MemoryBroker();
  broker.cluster.create(topic, 1, {});
  broker.cluster.create(deadLetterTopic(topic), 1, {});
  broker.cluster.append(deadLetterTopic(topic), letters);
  return broker;
}

async function valuesIn(broker: MemoryBroker): Promise<string[]> {
  const values: string[] = [];
  await broker.readLog([{ topic, partition: 0, from: 0, until: Infinity }], async ({ records }) => {
    values.push(...records.map(({ value }) => String(value)));
  });
  return values;
}

const out = jest.spyOn(console, 'log').mockImplementation(() => {});
const err = jest.spyOn(console, 'error').mockImplementation(() => {});
afterEach(() => jest.clearAllMocks());
const printed = (spy: typeof out) => spy.mock.calls.map(([text]) => String(text));

const mixed = [
  letter(0),
  letter(1, { truncated: 'value' }),
  { key: null, value: Buffer.from('a stranger') },
  letter(2, { code: 'ID_INVALID' }),
  letter(3),
];

test('what cannot be sent again is named and does not stop the others', async () => {
  const broker = await brokerWith(mixed);
  expect(await redriveDeadLetters(broker, { topic, from: 0 })).toBe(false);
  expect(await valuesIn(broker)).toEqual(['v0', 'v2', 'v3']);
  expect(printed(err)).toEqual([
    expect.stringContaining('(TRUNCATED): 1 '),
    expect.stringContaining('(NOT_A_DEAD_LETTER): 2 '),
    '3 sent again; 2 cannot be sent again.',
  ]);
});

test('by code, from an offset', async () => {
  const broker = await brokerWith(mixed);
  expect(await redriveDeadLetters(broker, { topic, from: 2, code: 'JSON_INVALID' })).toBe(true);
  expect(await valuesIn(broker)).toEqual(['v3']);
});

test('a dry run only says which', async () => {
  const broker = await brokerWith(mixed);
  expect(await redriveDeadLetters(broker, { topic, from: 0, dryRun: true })).toBe(false);
  expect(await valuesIn(broker)).toEqual([]);
  expect(printed(out)).toHaveLength(3);
  expect(printed(err).at(-1)).toBe('3 would be sent again; 2 cannot be sent again.');
});

test('the list keeps the newest, and shows no content', async () => {
  const broker = await brokerWith(Array.from({ length: 50 }, (_, i) => letter(i)));
  await listDeadLetters(broker, { topic, limit: 3, json: true });
  expect(printed(out).map((text) => (JSON.parse(text) as { offset: number }).offset)).toEqual([47, 48, 49]);
  expect(printed(err)).toEqual(['50 dead letters, 3 shown.']);
  await listDeadLetters(broker, { topic, limit: 1 });
  expect(printed(out).at(-1)).toMatch(/^49 {2}2027-\S+ {2}JSON_INVALID {2}chat\.events\[0\]@49 {2}3 bytes$/);
});

test('without the topic there is a remedy', async () => {
  await expect(listDeadLetters(new MemoryBroker(), { topic, limit: 1 })).rejects.toThrow('vigie topics create');
});
