import { type Broker } from './port.ts';

/** Records that a group has not worked off; without an offset, or with one that is gone from the log, it goes on at the beginning. */
export async function recordsBehind(
  broker: Pick<Broker, 'lag' | 'offsets'>,
  groupId: string,
  topics: readonly string[],
): Promise<number> {
  let behind = 0;
  for (const topic of topics) {
    const begins = new Map((await broker.offsets(topic)).map(({ partition, begin }) => [partition, begin]));
    for (const { partition, committed, end } of await broker.lag(groupId, [topic])) {
      behind += Math.max(0, end - Math.max(committed, begins.get(partition) ?? 0));
    }
  }
  return behind;
}
