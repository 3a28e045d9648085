import { deadLetterTopic, topicSpecs, TOPICS } from '@vigie/contracts';
import { type Broker, recordsBehind, type TopicDescription } from '@vigie/kafka';
import { withBroker } from '../connect.ts';
import { type Finding, orWrong, well, wrong } from '../finding.ts';
import { type Surroundings } from '../surroundings.ts';

/** Partition n of all of these belongs together. */
const SHARED = [TOPICS.flags, TOPICS.commands, TOPICS.caseEvents, TOPICS.caseKeys];
const ALERTS_GROUP = 'vigie-alerts';
/** What a broker takes whose settings say nothing else. */
const DEFAULT_MESSAGE_BYTES = 1_048_588;

export async function kafkaFindings({ kafka, scorerGroup }: Surroundings): Promise<readonly Finding[]> {
  return orWrong('', async () => {
    const options = kafka();
    return withBroker(options, async (broker) => [
      well(`Kafka answers at ${options.brokers.join(',')}`),
      ...(await orWrong('topics cannot be asked for: ', () => topicFindings(broker))),
      ...(await lagFindings(broker, 'the scorer', scorerGroup, [TOPICS.chatEvents])),
      ...(await lagFindings(broker, 'alerts', ALERTS_GROUP, [TOPICS.flags, TOPICS.commands])),
    ]);
  });
}

/** Nothing is claimed about topics that are missing, but that they are. */
export async function topicFindings(broker: Broker): Promise<readonly Finding[]> {
  const names = topicSpecs().map(({ name }) => name);
  const topics = new Map((await broker.describeTopics(names)).map((topic, i) => [names[i]!, topic]));
  const missing = names.filter((name) => !topics.get(name));
  const found = (...wanted: readonly string[]) => wanted.flatMap((name) => topics.get(name) ?? []);
  const [chat] = found(TOPICS.chatEvents);
  const [dead] = found(deadLetterTopic(TOPICS.chatEvents));
  return [
    missing.length === 0
      ? well(`all ${names.length} topics are there`)
      : wrong(`topics are missing: ${missing.join(', ')}. Run \`vigie topics create\`.`),
    ...partitionFindings(found(...SHARED)),
    ...(chat && dead ? [sizeFinding(chat, dead)] : []),
  ];
}

function partitionFindings(shared: readonly TopicDescription[]): readonly Finding[] {
  if (shared.length < 2) return [];
  const names = shared.map(({ name }) => name).join(', ');
  if (new Set(shared.map(({ partitions }) => partitions)).size === 1)
    return [well(`${names} have the same number of partitions`)];
  const counts = shared.map(({ partitions }) => partitions).join(', ');
  return [
    wrong(
      `${names} must have the same number of partitions; they have ${counts}. Cases of one conversation would be decided in two places.`,
    ),
  ];
}

function sizeFinding(chat: TopicDescription, dead: TopicDescription): Finding {
  const bytes = ({ config }: TopicDescription) => Number(config['max.message.bytes'] ?? DEFAULT_MESSAGE_BYTES);
  return bytes(dead) >= bytes(chat)
    ? well(`${dead.name} takes every message that ${chat.name} takes`)
    : wrong(`max.message.bytes of ${dead.name} is smaller than that of ${chat.name}: large dead letters would be cut.`);
}

export async function lagFindings(
  broker: Broker,
  who: string,
  group: string,
  topics: readonly string[],
): Promise<readonly Finding[]> {
  return orWrong(`how far ${who} is behind (group ${group}) cannot be asked: `, async () => {
    const behind = await recordsBehind(broker, group, topics);
    return [well(`${who} is ${behind} messages behind (group ${group})`)];
  });
}
