import { deadLetterTopic } from '@vigie/contracts';
import {
  type Broker,
  DEAD_LETTER_HEADERS,
  type KafkaRecord,
  redrive,
  redriveRefusal,
  type RecordBatch,
} from '@vigie/kafka';
import { CliError } from '../cli-error.ts';

export interface ListOptions {
  readonly topic: string;
  readonly limit: number;
  readonly json?: boolean;
}

/** `vigie dlt list`: where each dead letter comes from and why it was refused; never what it says. */
export async function listDeadLetters(broker: Broker, options: ListOptions): Promise<void> {
  const { limit } = options;
  let newest: Summary[] = [];
  let total = 0;
  const cut = () => (newest = newest.sort(byTime).slice(-limit));
  await readLetters(broker, options.topic, 0, async ({ records }) => {
    total += records.length;
    for (const record of records) if (newest.push(summary(record)) >= 2 * limit) cut();
  });
  for (const letter of cut()) console.log(options.json === true ? JSON.stringify(letter) : line(letter));
  console.error(`${total} dead letters, ${newest.length} shown.`);
}

export interface RedriveOptions {
  readonly topic: string;
  readonly code?: string;
  readonly from: number;
  readonly dryRun?: boolean;
}

/**
 * `vigie dlt redrive`: sends them to their topic again as they were. Sent twice, an event is still scored once. Those
 * that are no longer whole are named and passed over. Resolves to whether there were none of these.
 */
export async function redriveDeadLetters(broker: Broker, options: RedriveOptions): Promise<boolean> {
  const producer = options.dryRun === true ? null : await broker.producer();
  let sent = 0;
  let refused = 0;
  const { code } = options;
  await readLetters(broker, options.topic, options.from, async ({ records }) => {
    const meant = records.filter((record) => code === undefined || header(record, 'code') === code);
    const good = meant.filter((record) => {
      const refusal = redriveRefusal(record);
      if (refusal !== null) console.error(`cannot be sent again (${refusal}): ${line(summary(record))}`);
      return refusal === null;
    });
    if (producer === null) for (const record of good) console.log(line(summary(record)));
    for (const [topic, letters] of Map.groupBy(good.map(redrive), (letter) => letter.topic)) {
      await producer?.send(
        topic,
        letters.map(({ record }) => record),
      );
    }
    sent += good.length;
    refused += meant.length - good.length;
  });
  await producer?.close();
  const cannot = refused === 0 ? '' : `; ${refused} cannot be sent again`;
  console.error(`${sent} ${producer === null ? 'would be sent again' : 'sent again'}${cannot}.`);
  return refused === 0;
}

/** All that lies in the topic now, batch by batch. */
async function readLetters(
  broker: Broker,
  topic: string,
  from: number,
  onBatch: (batch: RecordBatch) => Promise<void>,
): Promise<void> {
  const name = deadLetterTopic(topic);
  const [description] = await broker.describeTopics([name]);
  if (!description) throw new CliError(`there is no topic ${name}. Run \`vigie topics create\`.`);
  const ranges = (await broker.offsets(name)).map(({ partition, begin, end }) => ({
    topic: name,
    partition,
    from: Math.max(from, begin),
    until: end,
  }));
  await broker.readLog(
    ranges.filter((range) => range.from < range.until),
    onBatch,
  );
}

type Summary = ReturnType<typeof summary>;

function summary(record: KafkaRecord) {
  return {
    partition: record.partition,
    offset: record.offset,
    at: new Date(record.timestamp).toISOString(),
    code: header(record, 'code'),
    field: header(record, 'field'),
    from: { topic: header(record, 'topic'), partition: header(record, 'partition'), offset: header(record, 'offset') },
    bytes: record.value?.length ?? 0,
    truncated: header(record, 'truncated'),
  };
}

function byTime(a: Summary, b: Summary): number {
  return Date.parse(a.at) - Date.parse(b.at) || a.offset - b.offset;
}

function line({ offset, at, code, field, from, bytes, truncated }: Summary): string {
  const what = `${code}${field === '' ? '' : ` ${field}`}`;
  const cut = truncated === '' ? '' : ` (cut: ${truncated})`;
  return `${offset}  ${at}  ${what}  ${from.topic}[${from.partition}]@${from.offset}  ${bytes} bytes${cut}`;
}

function header(record: KafkaRecord, name: keyof typeof DEAD_LETTER_HEADERS): string {
  return record.headers[DEAD_LETTER_HEADERS[name]]?.toString() ?? '';
}
