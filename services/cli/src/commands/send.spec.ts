import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { TOPICS } from '@vigie/contracts';
import { type KafkaRecord, MemoryBroker } from '@vigie/kafka';
import { fileRecords, send } from './send.ts';

const err = jest.spyOn(console, 'error').mockImplementation(() => {});
const file = join(mkdtempSync(join(tmpdir(), 'vigie-send-')), 'events.jsonl');
const event = (text: string) =>
  JSON.stringify({
    ...{ eventId: 'e', tenantId: 'acme', conversationId: 'c', senderId: 'u', sentAt: '2026-01-01T00:00:00Z' },
    text,
  });

async function sent(content: Buffer, longest?: number): Promise<KafkaRecord[]> {
  writeFileSync(file, content);
  const broker = new MemoryBroker();
  broker.cluster.create(TOPICS.chatEvents, 1, {});
  await send(broker, fileRecords(file, longest));
  const all: KafkaRecord[] = [];
  await broker.readLog([{ topic: TOPICS.chatEvents, partition: 0, from: 0, until: Infinity }], async ({ records }) => {
    all.push(...records);
  });
  return all;
}

test('each line is a message, byte for byte; only whole events have the key of their conversation', async () => {
  const torn = Buffer.from(event('one\u2028line'));
  const invalid = Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xff, 0xc3]), Buffer.from('"}')]);
  const records = await sent(Buffer.concat([torn, Buffer.from('\r\n \n'), invalid]));
  expect(records.map(({ value }) => value)).toEqual([torn, invalid]);
  expect(records.map(({ key }) => key?.toString())).toEqual(['acme:c', undefined]);
});

test('too long a line is named, and what came before is said', async () => {
  const most = Buffer.from(`${event('')}\n${event('too long')}\n`);
  await expect(sent(most, event('').length)).rejects.toThrow(/^line 2 is longer/);
  expect(err).toHaveBeenLastCalledWith('0 messages sent to chat.events.');
});

test('a file that is not there is named', async () => {
  await expect(send(new MemoryBroker(), fileRecords('/nowhere/x'))).rejects.toThrow('cannot read /nowhere/x (ENOENT)');
});
