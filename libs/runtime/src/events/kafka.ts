import { event } from '../telemetry/event.ts';
import { anyWord, error, name, number, word } from '../telemetry/fields.ts';

/** What happens between a process and Kafka. Topics are few and our own, hence labels. */
export const kafkaEvents = {
  partitionsAssigned: event({
    name: 'partitions_assigned',
    doc: 'The consumer has got partitions.',
    level: 'info',
    fields: { group: name, partitions: name, count: number },
    moves: [{ gauge: 'vigie_kafka_assigned_partitions', help: 'Partitions that this process reads.', set: 'count' }],
  }),
  partitionsRevoked: event({
    name: 'partitions_revoked',
    doc: 'The consumer has lost partitions; what was cached for them is dropped.',
    level: 'info',
    fields: { group: name, partitions: name, count: number },
    moves: [{ counter: 'vigie_kafka_revoked_partitions_total', help: 'Partitions lost to others.', add: 'count' }],
  }),
  batchRetried: event({
    name: 'batch_retried',
    doc: 'A batch failed and comes again from its first record; nothing of it is committed.',
    level: 'warn',
    fields: { topic: anyWord(20), partition: number, offset: number, error },
    moves: [
      {
        counter: 'vigie_kafka_batch_retries_total',
        help: 'Batches that failed and came again.',
        add: 1,
        labels: ['topic'],
      },
    ],
  }),
  consumerCrashed: event({
    name: 'consumer_crashed',
    doc: 'The consumer has stopped for good; the process is no longer live.',
    level: 'error',
    fields: { group: name, error },
    moves: [{ counter: 'vigie_kafka_consumer_crashes_total', help: 'Consumers that stopped for good.', add: 1 }],
  }),
  lagMeasured: event({
    name: 'lag_measured',
    doc: 'Records between the committed offset and the end of the log, over the partitions of this process.',
    fields: { topic: anyWord(20), records: number },
    moves: [
      { gauge: 'vigie_kafka_lag_records', help: 'Records not yet worked off.', set: 'records', labels: ['topic'] },
    ],
  }),
  deadLettersSent: event({
    name: 'dead_letters_sent',
    doc: 'Records that cannot be read lie in the dead-letter topic, with reason and original bytes.',
    level: 'warn',
    fields: { topic: anyWord(20), partition: number, records: number, offset: number },
    moves: [
      {
        counter: 'vigie_kafka_dead_letters_total',
        help: 'Records sent to a dead-letter topic.',
        add: 'records',
        labels: ['topic'],
      },
    ],
  }),
  clientWarned: event({
    name: 'kafka_client',
    doc: 'A line of the Kafka client, without its details.',
    level: 'warn',
    fields: { severity: word('warn', 'error'), namespace: name, message: name },
    moves: [
      {
        counter: 'vigie_kafka_client_messages_total',
        help: 'Warnings and errors of the client.',
        add: 1,
        labels: ['severity'],
      },
    ],
  }),
};
