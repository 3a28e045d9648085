import { brokerContract } from './broker-contract.ts';
import { records, texts, until } from './broker-contract-bench.ts';
import { MemoryBroker } from './broker.memory.ts';

brokerContract('MemoryBroker', async () => new MemoryBroker());

describe('MemoryBroker plays crashes', () => {
  async function processes() {
    const first = new MemoryBroker();
    await first.ensureTopics(['in', 'out'].map((name) => ({ name, partitions: 1, config: {} })));
    return { first, second: new MemoryBroker(first.cluster), cluster: first.cluster };
  }

  /** Copies `in` to `out`, as a service does: effect, then commit. */
  async function copy(broker: MemoryBroker): Promise<void> {
    const producer = await broker.producer();
    await broker
      .consumer({ groupId: 'copy', topics: ['in'], retryDelay: { first: 1, most: 1 } })
      .start(async (batch) => {
        await producer.send(
          'out',
          batch.records.map(({ key, value }) => ({ key, value })),
        );
      });
  }

  const out = (broker: MemoryBroker) => {
    const log = broker.cluster.log({ topic: 'out', partition: 0 });
    return texts(log.read(0, log.end, 1_000));
  };

  test.each([
    { step: 'send', when: 'before', copies: ['0', '1'] },
    { step: 'send', when: 'after', copies: ['0', '1', '0', '1'] },
    { step: 'commit', when: 'before', copies: ['0', '1', '0', '1'] },
    { step: 'commit', when: 'after', copies: ['0', '1'] },
  ] as const)(
    'killed $when $step: another process goes on from the committed offset',
    async ({ step, when, copies }) => {
      const { first, second } = await processes();
      await (await second.producer()).send('in', records(2));
      first.failNext(step, { when, kill: true });
      await copy(first);
      await until(() => first.killed);
      await copy(second);
      await until(async () => (await second.lag('copy', ['in']))[0]!.committed === 2);
      await until(() => out(second).length === copies.length);
      expect(out(second)).toEqual(copies);
      await second.close();
    },
  );

  test('an error instead of a crash leads to another delivery in the same process', async () => {
    const { first, second } = await processes();
    await (await second.producer()).send('in', records(1));
    first.failNext('send', { when: 'after', times: 2, topic: 'out' });
    await copy(first);
    await until(async () => (await first.lag('copy', ['in']))[0]!.committed === 1);
    expect(out(first)).toEqual(['0', '0', '0']);
    await first.close();
  });

  test('what a killed process still does has no effect, and never settles', async () => {
    const { first } = await processes();
    const producer = await first.producer();
    first.kill();
    const settled = await Promise.race([
      producer.send('out', records(1)).then(() => 'sent'),
      new Promise((resolve) => setTimeout(resolve, 30, 'silent')),
    ]);
    expect([settled, out(first)]).toEqual(['silent', []]);
  });

  test('reads logs with gaps to their end', async () => {
    const { first, cluster } = await processes();
    const producer = await first.producer();
    await producer.send(
      'in',
      ['a', 'b', 'a', 'b', 'c'].map((key, index) => ({ key, value: Buffer.from(String(index)) })),
    );
    const log = cluster.log({ topic: 'in', partition: 0 });
    const read = async () => {
      const found: string[] = [];
      const range = { topic: 'in', partition: 0, from: 0, until: 5 };
      await first.readLog([range], async (batch) => void found.push(...texts(batch.records)));
      return found;
    };
    log.compact();
    expect(await read()).toEqual(['2', '3', '4']);
    log.dropFrom(4);
    expect([await read(), log.end]).toEqual([['2', '3'], 5]);
    log.truncateBefore(3);
    expect([await read(), log.begin]).toEqual([['3'], 3]);
  });
});
