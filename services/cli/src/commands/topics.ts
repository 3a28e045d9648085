import { topicSpecs } from '@vigie/contracts';
import { type Broker } from '@vigie/kafka';

/** `vigie topics create` */
export async function createTopics(broker: Broker, { partitions }: { readonly partitions: number }): Promise<void> {
  const created = await broker.ensureTopics(topicSpecs({ chatPartitions: partitions, casePartitions: partitions }));
  console.error(created.length === 0 ? 'All topics are there.' : `Created: ${created.join(', ')}`);
}
