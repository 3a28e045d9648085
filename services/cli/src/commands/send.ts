import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { conversationKey, decodeChatEvent, encodeChatEventJson, isRejection, TOPICS } from '@vigie/contracts';
import { type Broker, type ProduceRecord } from '@vigie/kafka';
import { CliError } from '../cli-error.ts';
import { demoConversations } from '../demo-conversations.ts';
import { bytesOf, isBlank, lines, LONGEST_LINE } from '../lines.ts';

const AT_ONCE = 500;

/** `vigie send`: events to `chat.events`, keyed as they must be; at most `rate` a second. */
export async function send(broker: Broker, records: AsyncIterable<ProduceRecord>, rate?: number): Promise<void> {
  const producer = await broker.producer();
  const atOnce = rate === undefined ? AT_ONCE : Math.max(1, Math.min(AT_ONCE, Math.round(rate / 10)));
  let batch: ProduceRecord[] = [];
  let bytes = 0;
  let sent = 0;
  const flush = async () => {
    if (batch.length > 0) await producer.send(TOPICS.chatEvents, batch);
    sent += batch.length;
    if (rate !== undefined) await sleep((batch.length / rate) * 1000);
    batch = [];
    bytes = 0;
  };
  try {
    for await (const record of records) {
      batch.push(record);
      bytes += record.value?.length ?? 0;
      if (batch.length === atOnce || bytes > LONGEST_LINE) await flush();
    }
    await flush();
  } finally {
    console.error(`${sent} messages sent to ${TOPICS.chatEvents}.`);
    await producer.close();
  }
}

/** The bundled demonstration, as if it ended now. */
export async function* demoRecords(demoFile: string): AsyncGenerator<ProduceRecord> {
  const conversations = demoConversations(await readFile(demoFile, 'utf8'), Date.now());
  const events = conversations.flatMap((conversation) => conversation.events);
  events.sort((a, b) => a.sentAt - b.sentAt);
  for (const event of events) yield { key: conversationKey(event), value: Buffer.from(encodeChatEventJson(event)) };
}

/** What the file says is sent byte for byte, also what Vigie will refuse: the dead letter then says why. */
export async function* fileRecords(file: string, longest = LONGEST_LINE): AsyncGenerator<ProduceRecord> {
  let number = 0;
  for await (const batch of lines(bytesOf(file), { longest })) {
    for (const line of batch) {
      number += 1;
      if (line.length > longest) throw new CliError(`line ${number} is longer than ${longest} bytes, as no message is`);
      if (isBlank(line)) continue;
      const event = decodeChatEvent(line, {});
      yield { key: isRejection(event) ? null : conversationKey(event), value: line };
    }
  }
}
