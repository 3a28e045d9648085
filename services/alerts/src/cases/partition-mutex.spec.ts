import { setTimeout as sleep } from 'node:timers/promises';
import { PartitionMutex } from './partition-mutex.ts';

test('one after the other per partition, also after a failure', async () => {
  const mutex = new PartitionMutex();
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await sleep(2);
    order.push(`${name} ends`);
    if (name === 'a') throw new Error(name);
  };
  const all = [mutex.run(0, work('a')), mutex.run(0, work('b')), mutex.run(1, work('other'))];
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(order.filter((line) => !line.startsWith('other'))).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(order.indexOf('other begins')).toBeLessThan(order.indexOf('a ends'));
});

test('who waits gives signs of life, and none any more once it works', async () => {
  const mutex = new PartitionMutex(5);
  let beats = 0;
  void mutex.run(0, () => sleep(60));
  let atBegin = 0;
  await mutex.run(
    0,
    async () => {
      atBegin = beats;
      await sleep(30);
    },
    async () => void (beats += 1),
  );
  expect(atBegin).toBeGreaterThanOrEqual(2);
  expect(beats).toBe(atBegin);
});

test('who loses the partition while waiting does nothing, and the next still waits for the first', async () => {
  const mutex = new PartitionMutex(5);
  const order: string[] = [];
  const first = mutex.run(0, async () => {
    await sleep(40);
    order.push('first');
  });
  const lost = mutex.run(
    0,
    async () => void order.push('lost'),
    () => Promise.reject(new Error('PARTITION_LOST')),
  );
  const third = mutex.run(0, async () => void order.push('third'));
  await expect(lost).rejects.toThrow('PARTITION_LOST');
  await Promise.all([first, third]);
  expect(order).toEqual(['first', 'third']);
});
