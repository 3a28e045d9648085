import { type CaseTopics } from '@vigie/cases';
import { type Broker } from '@vigie/kafka';
import { OperatorError } from '@vigie/runtime';

/**
 * Flags, commands, case events and case keys must be there and have the same number of partitions, since partition n of
 * all four belongs together. @returns that number.
 */
export async function checkTopics(
  broker: Pick<Broker, 'describeTopics'>,
  topics: CaseTopics & { readonly flags: string; readonly commands: string },
): Promise<number> {
  const names = [topics.flags, topics.commands, topics.caseEvents, topics.caseKeys];
  const found = await broker.describeTopics(names);
  const missing = names.filter((_, index) => found[index] === null);
  if (missing.length > 0) {
    throw new OperatorError(
      `Kafka lacks the topics ${missing.join(', ')}: \`npm start\` creates them, \`vigie doctor\` says how they should be`,
    );
  }
  const counts = found.map((topic) => topic?.partitions ?? 0);
  const [first = 0] = counts;
  if (counts.some((count) => count !== first)) {
    const each = names.map((name, index) => `${name} ${counts[index]}`).join(', ');
    throw new OperatorError(`These topics must have the same number of partitions: ${each}`);
  }
  return first;
}
