import { type CaseTopics } from '@vigie/cases';
import { deadLetterTopic } from '@vigie/contracts';
import { type Broker, type TopicDescription } from '@vigie/kafka';
import { OperatorError } from '@vigie/runtime';

/**
 * Flags, commands, case events and case keys must be there and have the same number of partitions, since partition n of
 * all four belongs together; what cannot be read needs its dead-letter topics, or a partition would stop over it; and
 * the two logs of record must not lose anything. @returns that number.
 * @throws OperatorError with the remedy.
 */
export async function checkTopics(
  broker: Pick<Broker, 'describeTopics'>,
  topics: CaseTopics & { readonly flags: string; readonly commands: string },
): Promise<number> {
  const names = [topics.flags, topics.commands, topics.caseEvents, topics.caseKeys];
  const needed = [...names, deadLetterTopic(topics.flags), deadLetterTopic(topics.commands)];
  const found = await broker.describeTopics(needed);
  const missing = needed.filter((_, index) => found[index] === null);
  if (missing.length > 0) {
    throw new OperatorError(`Kafka lacks the topics ${missing.join(', ')}: \`vigie topics create\` creates them`);
  }
  const counts = names.map((_, index) => found[index]?.partitions ?? 0);
  const [first = 0] = counts;
  if (counts.some((count) => count !== first)) {
    const each = names.map((name, index) => `${name} ${counts[index]}`).join(', ');
    throw new OperatorError(`These topics must have the same number of partitions: ${each}`);
  }
  const [, , events, keys] = found;
  if (events) mustKeepAll(events);
  if (keys) mustKeepLast(keys);
  return first;
}

/** Kafka's own defaults stand for what is not said. */
const POLICY = 'cleanup.policy';
const LIMITS = ['retention.ms', 'retention.bytes'] as const;

function mustKeepAll({ name, config }: TopicDescription): void {
  const policy = config[POLICY] ?? 'delete';
  if (policy !== 'delete') {
    const problem = `${name} has ${POLICY}=${policy} and would lose case events: it must be delete, without an end`;
    throw new OperatorError(`${problem} (${remedy(name, `${POLICY}=delete,retention.ms=-1`)})`);
  }
  for (const limit of LIMITS) {
    const value = config[limit] ?? (limit === 'retention.ms' ? '604800000' : '-1');
    if (value === '-1') continue;
    const problem = `${name} has ${limit}=${value} and would lose case events: it must be -1`;
    throw new OperatorError(`${problem} (${remedy(name, `${limit}=-1`)})`);
  }
}

function mustKeepLast({ name, config }: TopicDescription): void {
  const policy = config[POLICY] ?? 'delete';
  if (policy === 'compact') return;
  const problem = `${name} has ${POLICY}=${policy} and would lose the keys of old cases: it must be compact`;
  throw new OperatorError(`${problem} (${remedy(name, `${POLICY}=compact`)})`);
}

function remedy(name: string, config: string): string {
  return `kafka-configs --alter --entity-type topics --entity-name ${name} --add-config ${config}`;
}
