import { createHash } from 'node:crypto';
import { MemoryBroker } from './broker.memory.ts';
import { deadLetter, redrive, redriveRefusal, sendDeadLetters } from './dead-letter.ts';
import { type KafkaRecord } from './port.ts';

const reason = { code: 'JSON_INVALID', field: 'participants[3].ageBand' };

function record(over: Partial<KafkaRecord> = {}): KafkaRecord {
  return {
    topic: 'chat',
    partition: 2,
    offset: 41,
    key: Buffer.from([0, 255]),
    value: Buffer.from('{'),
    headers: { traceparent: Buffer.from([1, 2]) },
    timestamp: 1_700_000_000_000,
    ...over,
  };
}

async function brokerWithDeadLetters(most?: number) {
  const broker = new MemoryBroker();
  const config = most === undefined ? {} : { 'max.message.bytes': String(most) };
  await broker.ensureTopics([{ name: 'chat.dlt', partitions: 1, config }]);
  const letters = async () => {
    const found: KafkaRecord[] = [];
    const range = { topic: 'chat.dlt', partition: 0, from: 0, until: Infinity };
    await broker.readLog([range], async ({ records }) => void found.push(...records));
    return found;
  };
  return { producer: await broker.producer(), letters };
}

const texts = ({ headers }: KafkaRecord) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.toString()]));

test('a dead letter keeps the original and says why and from where', async () => {
  const { producer, letters } = await brokerWithDeadLetters();
  expect(await sendDeadLetters(producer, [{ record: record(), reason }])).toEqual({ truncated: 0 });
  const [letter] = await letters();
  expect(letter!.key).toEqual(Buffer.from([0, 255]));
  expect(letter!.value).toEqual(Buffer.from('{'));
  expect(letter!.headers['traceparent']).toEqual(Buffer.from([1, 2]));
  expect(texts(letter!)).toMatchObject({
    'vigie-dlt-code': 'JSON_INVALID',
    'vigie-dlt-field': 'participants[3].ageBand',
    'vigie-dlt-topic': 'chat',
    'vigie-dlt-partition': '2',
    'vigie-dlt-offset': '41',
    'vigie-dlt-timestamp': '1700000000000',
  });
});

test('redrive is the inverse, for null keys and values too', async () => {
  const { producer, letters } = await brokerWithDeadLetters();
  const originals = [record(), record({ key: null, value: null, headers: {} })];
  await sendDeadLetters(
    producer,
    originals.map((original) => ({ record: original, reason })),
  );
  const driven = (await letters()).map(redrive);
  expect(driven).toEqual(
    originals.map(({ key, value, headers, timestamp }) => ({
      topic: 'chat',
      record: { key, value, headers, timestamp },
    })),
  );
});

test('headers that only Vigie may set are not taken from the original', () => {
  const forged = record({ headers: { 'vigie-dlt-truncated': Buffer.from('value'), own: Buffer.from('x') } });
  expect(Object.keys(deadLetter(forged, reason).headers!)).toEqual(expect.not.arrayContaining(['vigie-dlt-truncated']));
});

test('a value that the topic refuses is cut and carries size and hash, others go whole', async () => {
  const { producer, letters } = await brokerWithDeadLetters(100_000);
  const value = Buffer.alloc(300_000, 7);
  const middle = Buffer.alloc(120_000, 8);
  const sent = await sendDeadLetters(producer, [
    { record: record({ value }), reason },
    { record: record({ value: middle, offset: 42 }), reason },
    { record: record({ offset: 43 }), reason },
  ]);
  expect(sent).toEqual({ truncated: 2 });
  const found = new Map((await letters()).map((letter) => [texts(letter)['vigie-dlt-offset'], letter]));
  expect(texts(found.get('41')!)).toMatchObject({
    'vigie-dlt-truncated': 'value',
    'vigie-dlt-original-bytes': '300000',
    'vigie-dlt-sha256': createHash('sha256').update(value).digest('hex'),
  });
  expect(found.get('41')!.value!.equals(value.subarray(0, 64 * 1024))).toBe(true);
  expect(redriveRefusal(found.get('41')!)).toBe('TRUNCATED');
  expect(() => redrive(found.get('41')!)).toThrow('TRUNCATED');
  expect(redriveRefusal(found.get('43')!)).toBeNull();
});

test('headers that are too large do not block either', async () => {
  const { producer, letters } = await brokerWithDeadLetters(10_000);
  await sendDeadLetters(producer, [{ record: record({ headers: { big: Buffer.alloc(20_000) } }), reason }]);
  const [letter] = await letters();
  expect(texts(letter!)).toMatchObject({ 'vigie-dlt-truncated': 'value,headers,key', 'vigie-dlt-offset': '41' });
  expect(letter!.key).toBeNull();
});

test('an outage is a fault: it rejects and nothing counts as sent', async () => {
  const broker = new MemoryBroker();
  await broker.ensureTopics([{ name: 'chat.dlt', partitions: 1, config: {} }]);
  broker.failNext('send');
  await expect(sendDeadLetters(await broker.producer(), [{ record: record(), reason }])).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
});
