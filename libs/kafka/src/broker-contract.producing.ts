/** Topics and producing: what was sent is there, in order, whole. */
import { type Bench, records, texts } from './broker-contract-bench.ts';

export function producingContract(bench: () => Bench): void {
  describe('topics', () => {
    test('are created once, described with their settings, and missing ones are null', async () => {
      const [topic, missing] = [bench().unique(), bench().unique()];
      const wish = [{ name: topic, partitions: 3, config: { 'retention.ms': '86400000' } }];
      expect(await bench().broker.ensureTopics(wish)).toEqual([topic]);
      expect(await bench().broker.ensureTopics(wish)).toEqual([]);
      expect(await bench().broker.describeTopics([missing, topic])).toEqual([
        null,
        { name: topic, partitions: 3, config: expect.objectContaining({ 'retention.ms': '86400000' }) },
      ]);
    });

    test('know their offsets, and a group its lag', async () => {
      const topic = await bench().topic(2);
      await bench().producer.send(topic, records(3, { partition: 1 }));
      expect(await bench().broker.offsets(topic)).toEqual([
        { partition: 0, begin: 0, end: 0 },
        { partition: 1, begin: 0, end: 3 },
      ]);
      expect(await bench().broker.lag(bench().unique(), [topic])).toEqual([
        { topic, partition: 0, committed: -1, end: 0 },
        { topic, partition: 1, committed: -1, end: 3 },
      ]);
    });

    test('answer a ping', () => bench().broker.ping());
  });

  describe('producing', () => {
    test('a key has its partition, as in Java; an explicit partition wins; order is kept', async () => {
      const topic = await bench().topic(6);
      const sent = await bench().producer.send(topic, [
        { key: 'acme:c-2', value: Buffer.from('1') },
        { key: Buffer.from('acme:c-2'), value: Buffer.from('2') },
        { key: 'acme:c-2', value: Buffer.from('3'), partition: 5 },
      ]);
      // Java's murmur2 of `acme:c-2`, without its sign, modulo 6, is 4.
      expect(texts(await bench().read(topic, 4))).toEqual(['1', '2']);
      expect(texts(await bench().read(topic, 5))).toEqual(['3']);
      expect([...sent].sort((a, b) => a.partition - b.partition)).toEqual([
        { topic, partition: 4, baseOffset: 0, count: 2 },
        { topic, partition: 5, baseOffset: 0, count: 1 },
      ]);
    });

    test('records come back as they were sent: binary keys, headers, null values, time', async () => {
      const topic = await bench().topic(1);
      const bytes = Buffer.from([0, 1, 128, 254, 255]);
      await bench().producer.send(topic, [
        { key: bytes, value: bytes, headers: { binary: bytes, text: 'é' }, timestamp: 1_600_000_000_123 },
        { key: 'tombstone', value: null },
        { key: null, value: Buffer.alloc(0) },
      ]);
      const [full, tombstone, empty] = await bench().read(topic, 0);
      expect(full).toMatchObject({ topic, partition: 0, offset: 0, timestamp: 1_600_000_000_123 });
      expect([full!.key, full!.value].every((part) => bytes.equals(part!))).toBe(true);
      expect(bytes.equals(full!.headers['binary']!)).toBe(true);
      expect(full!.headers['text']!.toString()).toBe('é');
      expect(tombstone).toMatchObject({ offset: 1, value: null });
      expect(Object.keys(tombstone!.headers)).toEqual([]);
      expect([empty!.key, empty!.value!.length]).toEqual([null, 0]);
    });

    test('sends of any size keep their order, also when several are under way', async () => {
      const topic = await bench().topic(1);
      const value = (text: string) => Buffer.from(text.padEnd(300));
      const send = (from: number, count: number) =>
        bench().producer.send(
          topic,
          Array.from({ length: count }, (_, index) => ({ key: 'k', value: value(String(from + index)) })),
        );
      await Promise.all([send(0, 2_500), send(2_500, 1), send(2_501, 2_499)]);
      const found = texts(await bench().read(topic, 0)).map((text) => Number(text.trim()));
      expect(found).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
    });

    test('large values pass; one that is too large is refused and stops nothing', async () => {
      const topic = await bench().topic(1);
      const large = Buffer.alloc(900_000, 1);
      await bench().producer.send(
        topic,
        [1, 2, 3].map(() => ({ key: 'k', value: large })),
      );
      await expect(bench().producer.send(topic, [{ key: 'k', value: Buffer.alloc(1_100_000) }])).rejects.toMatchObject({
        name: 'BrokerError',
        code: 'RECORD_TOO_LARGE',
        retryable: false,
      });
      await bench().producer.send(topic, [{ key: 'k', value: Buffer.from('after') }]);
      const sizes = (await bench().read(topic, 0)).map((record) => record.value!.length);
      expect(sizes).toEqual([900_000, 900_000, 900_000, 5]);
    });

    test('a topic that does not exist is an error', async () => {
      const sent = bench().producer.send(bench().unique(), [{ key: 'k', value: null }]);
      await expect(sent).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC' });
    });
  });
}
