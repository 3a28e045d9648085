import { EventEmitter } from 'node:events';
import { type ServerResponse } from 'node:http';
import { MemoryCaseView } from '@vigie/cases';
import { EventStream } from './event-stream.ts';
import { LiveFeed } from './live-feed.ts';

const PERSON = { userId: 'a', roles: ['reviewer'], tenants: ['*'] } as const;
const OPTIONS = { tickMs: 15_000, mayGoOn: async () => true };

/** A page that reads only when told to. */
class SlowPage extends EventEmitter {
  written = '';
  writableLength = 0;
  destroyed = false;
  writeHead = () => this;
  write(text: string): boolean {
    this.written += text;
    this.writableLength += text.length;
    return this.writableLength < 1024;
  }
  read(): void {
    this.writableLength = 0;
    this.emit('drain');
  }
}

test('a page that reads too slowly costs no memory, and loads everything again once it reads', () => {
  const page = new SlowPage();
  const feed = new LiveFeed(new MemoryCaseView().changes, () => undefined);
  const stream = new EventStream(page as unknown as ServerResponse, PERSON, OPTIONS);
  stream.open({}, feed);
  for (let n = 0; n < 2000; n++) stream.tell({ id: String(n), kind: 'case', summary: `{"pad":"${'x'.repeat(1000)}"}` });
  expect(page.written.length).toBeLessThan(300 * 1024);
  expect(page.written).not.toContain('event: reset');
  page.read();
  expect(page.written.endsWith('event: reset\nid: \ndata: {}\n\n')).toBe(true);
  stream.tell({ id: '2001', kind: 'case', summary: '{"fresh":true}' });
  expect(page.written).toContain('fresh');
  page.emit('close');
  expect(feed.listeners).toBe(0);
});

test('a page that has left before its stream opens leaves nothing behind', () => {
  const page = new SlowPage();
  const feed = new LiveFeed(new MemoryCaseView().changes, () => undefined);
  page.destroyed = true;
  page.emit('close');
  const stream = new EventStream(page as unknown as ServerResponse, PERSON, OPTIONS);
  stream.open({}, feed);
  stream.hello('1-1');
  expect([feed.listeners, page.written]).toEqual([0, '']);
});
