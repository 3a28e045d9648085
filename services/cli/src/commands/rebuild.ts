import { CASE_TOPICS, rebuildView, RedisCaseView } from '@vigie/cases';
import { connectRedis, withBroker } from '../connect.ts';
import { type Surroundings } from '../surroundings.ts';

/**
 * `vigie rebuild`: deletes the view of all cases in Redis and builds it anew from the log. Nothing but the view is
 * touched; alerts may go on running, it waits and then helps.
 */
export async function rebuild(here: Surroundings): Promise<void> {
  const redis = connectRedis(here.redisUrl);
  const view = new RedisCaseView(redis);
  try {
    await withBroker(here, async (broker) => {
      const { partitions } = await rebuildView(
        { broker, view, topics: CASE_TOPICS },
        {
          onProgress: ({ partition, position, end }) => {
            process.stderr.write(`\rpartition ${partition}: ${position.events} of ${end.events} records   `);
          },
        },
      );
      console.error(`\nThe view of ${partitions} partitions is built anew from ${CASE_TOPICS.caseEvents}.`);
    });
  } finally {
    await view.close();
    redis.disconnect();
  }
}
