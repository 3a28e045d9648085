import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ChatEvent,
  conversationKey,
  decodeChatEvent,
  encodeChatEventJson,
  isRejection,
  TOPICS,
} from '@vigie/contracts';
import { type ProduceRecord, type RecordProducer } from '@vigie/kafka';
import { CliError } from '../cli-error.ts';
import { withBroker } from '../connect.ts';
import { demoConversations } from '../demo-conversations.ts';
import { type Surroundings } from '../surroundings.ts';

export interface SendOptions {
  readonly demo?: boolean;
  readonly rate?: number;
}

const AT_ONCE = 500;

/** `vigie send`: events of a file, of standard input or of the demonstration to `chat.events`, keyed as they must be. */
export async function send(here: Surroundings, file: string | undefined, options: SendOptions): Promise<void> {
  if (options.demo !== true && file === undefined) throw new CliError('name a file, - for standard input, or --demo');
  await withBroker(here, async (broker) => {
    const producer = await broker.producer();
    const events = options.demo === true ? demoRecords(here) : fileRecords(file!);
    const sent = await sendPaced(producer, events, options.rate);
    console.error(`${sent} messages sent to ${TOPICS.chatEvents}.`);
    await producer.close();
  });
}

async function sendPaced(producer: RecordProducer, records: AsyncIterable<ProduceRecord>, rate?: number) {
  const atOnce = rate === undefined ? AT_ONCE : Math.max(1, Math.min(AT_ONCE, Math.round(rate / 10)));
  let batch: ProduceRecord[] = [];
  let sent = 0;
  const flush = async () => {
    if (batch.length > 0) await producer.send(TOPICS.chatEvents, batch);
    sent += batch.length;
    if (rate !== undefined) await sleep((batch.length / rate) * 1000);
    batch = [];
  };
  for await (const record of records) {
    batch.push(record);
    if (batch.length === atOnce) await flush();
  }
  await flush();
  return sent;
}

async function* demoRecords(here: Surroundings): AsyncGenerator<ProduceRecord> {
  const conversations = demoConversations(await readFile(here.demoFile, 'utf8'), Date.now());
  const events = conversations.flatMap((conversation) => conversation.events);
  events.sort((a, b) => a.sentAt - b.sentAt);
  for (const event of events) yield recordOf(event);
}

/** What the file says is sent as it stands, also what Vigie will refuse: the dead letter then says why. */
async function* fileRecords(file: string): AsyncGenerator<ProduceRecord> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    const event = decodeChatEvent(Buffer.from(line), {});
    yield { key: isRejection(event) ? null : conversationKey(event), value: Buffer.from(line) };
  }
}

function recordOf(event: ChatEvent): ProduceRecord {
  return { key: conversationKey(event), value: Buffer.from(encodeChatEventJson(event)) };
}
