import { topicSpecs } from '@vigie/contracts';
import { withBroker } from '../connect.ts';
import { type Surroundings } from '../surroundings.ts';

/** `vigie topics create` */
export async function createTopics(here: Surroundings, options: { readonly partitions: number }): Promise<void> {
  const { partitions } = options;
  const created = await withBroker(here, (broker) =>
    broker.ensureTopics(topicSpecs({ chatPartitions: partitions, casePartitions: partitions })),
  );
  console.error(created.length === 0 ? 'All topics are there.' : `Created: ${created.join(', ')}`);
}
