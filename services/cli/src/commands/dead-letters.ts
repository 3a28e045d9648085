import { deadLetterTopic } from '@vigie/contracts';
import { type Broker, type KafkaRecord, redrive } from '@vigie/kafka';
import { CliError } from '../cli-error.ts';
import { withBroker } from '../connect.ts';
import { type Surroundings } from '../surroundings.ts';

export interface ListOptions {
  readonly topic: string;
  readonly limit: number;
  readonly json?: boolean;
}

/** `vigie dlt list`: where each dead letter comes from and why it was refused; never what it says. */
export async function listDeadLetters(here: Surroundings, options: ListOptions): Promise<void> {
  const records = await withBroker(here, (broker) => readAll(broker, deadLetterTopic(options.topic)));
  const shown = records.slice(-options.limit);
  for (const record of shown) console.log(options.json === true ? JSON.stringify(summary(record)) : line(record));
  console.error(`${records.length} dead letters, ${shown.length} shown.`);
}

export interface RedriveOptions {
  readonly topic: string;
  readonly code?: string;
  readonly from: number;
  readonly dryRun?: boolean;
}

/** `vigie dlt redrive`: sends them to their topic again as they were. Sent twice, an event is still scored once. */
export async function redriveDeadLetters(here: Surroundings, options: RedriveOptions): Promise<void> {
  await withBroker(here, async (broker) => {
    const records = (await readAll(broker, deadLetterTopic(options.topic))).filter(
      (record) =>
        record.offset >= options.from && (options.code === undefined || header(record, 'code') === options.code),
    );
    if (options.dryRun === true) {
      for (const record of records) console.log(line(record));
      console.error(`${records.length} would be sent again.`);
      return;
    }
    const producer = await broker.producer();
    for (const record of records) {
      const again = redrive(record);
      await producer.send(again.topic, [again.record]);
    }
    await producer.close();
    console.error(`${records.length} sent again to ${options.topic}.`);
  });
}

async function readAll(broker: Broker, topic: string): Promise<KafkaRecord[]> {
  const [description] = await broker.describeTopics([topic]);
  if (description === null || description === undefined)
    throw new CliError(`there is no topic ${topic}. Run \`vigie topics create\`.`);
  const records: KafkaRecord[] = [];
  const ranges = (await broker.offsets(topic)).map(({ partition, begin, end }) => ({
    topic,
    partition,
    from: begin,
    until: end,
  }));
  await broker.readLog(ranges, async (batch) => {
    records.push(...batch.records);
  });
  return records.sort((a, b) => a.timestamp - b.timestamp || a.offset - b.offset);
}

function header(record: KafkaRecord, name: string): string {
  return record.headers[`vigie-dlt-${name}`]?.toString() ?? '';
}

function summary(record: KafkaRecord) {
  return {
    offset: record.offset,
    at: new Date(record.timestamp).toISOString(),
    code: header(record, 'code'),
    field: header(record, 'field'),
    from: { topic: header(record, 'topic'), partition: header(record, 'partition'), offset: header(record, 'offset') },
    bytes: record.value?.length ?? 0,
  };
}

function line(record: KafkaRecord): string {
  const { offset, at, code, field, from, bytes } = summary(record);
  return `${offset}  ${at}  ${code}${field === '' ? '' : ` ${field}`}  ${from.topic}[${from.partition}]@${from.offset}  ${bytes} bytes`;
}
