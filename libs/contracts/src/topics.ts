/** Topics of Vigie, declared once: name, key and settings. `vigie doctor` and `npm start` create and check these. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

const DAY = 24 * 60 * 60 * 1000;
const DEAD_LETTER = { 'retention.ms': String(30 * DAY), 'max.message.bytes': String(32 * 1024 * 1024) };

export const TOPICS = {
  chatEvents: 'chat.events',
  flags: 'safety.flags',
  commands: 'safety.commands',
  caseEvents: 'safety.case-events',
  caseKeys: 'safety.case-keys',
} as const;

export function deadLetterTopic(topic: string): string {
  return `${topic}.dlt`;
}

/**
 * Flags, commands and case events share their key and must share their number of partitions: partition n of all three
 * belongs to one alerts instance.
 */
export function topicSpecs(options: { chatPartitions?: number; casePartitions?: number } = {}): TopicSpec[] {
  const { chatPartitions = 6, casePartitions = 6 } = options;
  const week = { 'retention.ms': String(7 * DAY) };
  return [
    { name: TOPICS.chatEvents, partitions: chatPartitions, config: {} },
    { name: TOPICS.flags, partitions: casePartitions, config: week },
    { name: TOPICS.commands, partitions: casePartitions, config: week },
    { name: TOPICS.caseEvents, partitions: casePartitions, config: { 'retention.ms': '-1' } },
    { name: TOPICS.caseKeys, partitions: casePartitions, config: { 'cleanup.policy': 'compact' } },
    ...[TOPICS.chatEvents, TOPICS.flags, TOPICS.commands].map((topic) => ({
      name: deadLetterTopic(topic),
      partitions: 1,
      config: DEAD_LETTER,
    })),
  ];
}
