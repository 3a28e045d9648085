import { type ServerResponse } from 'node:http';
import { type CaseSummary } from '@vigie/cases';
import { type Principal, seesTenant } from '../auth/principal.ts';
import { type FeedListener, type LiveFeed } from './live-feed.ts';

/** What may wait for one page before it counts as slow. */
const MOST_BUFFERED = 256 * 1024;

export interface EventStreamOptions {
  /** How often a comment keeps the connection alive; milliseconds. */
  readonly tickMs: number;
  /** Asked at every tick: the stream ends when this person may not read it any more. */
  readonly mayGoOn: () => Promise<boolean>;
}

/**
 * Server-sent events for one page, until it goes away. A page that reads too slowly misses events rather than filling
 * our memory, and is told `reset` once it reads again.
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #principal: Principal;
  readonly #options: EventStreamOptions;
  #lagging = false;

  constructor(response: ServerResponse, principal: Principal, options: EventStreamOptions) {
    this.#response = response;
    this.#principal = principal;
    this.#options = options;
  }

  open(headers: Readonly<Record<string, string>>, feed: LiveFeed): void {
    if (this.#response.destroyed) return; // Gone already: `close` will not come again.
    // `close`: a connection that a stream has left idle would hold up a shutdown until its keep-alive runs out.
    const own = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no', connection: 'close' };
    this.#response.writeHead(200, { ...headers, ...own });
    const silence = setInterval(() => void this.#tick(), this.#options.tickMs);
    const stop = feed.listen(
      (entry) => this.tell(entry),
      () => this.#response.end(),
    );
    this.#response.on('drain', () => {
      if (this.#lagging) this.#recover(feed.at);
    });
    this.#response.on('close', () => {
      clearInterval(silence);
      stop();
    });
  }

  hello(lastEventId: string): void {
    this.#send(`event: hello\nid: ${lastEventId}\ndata: ${JSON.stringify({ lastEventId })}\n\n`);
  }

  tell(entry: Parameters<FeedListener>[0]): void {
    if (entry.kind === 'reset') this.reset(entry.id);
    else this.#case(entry.id, entry.summary);
  }

  reset(id: string): void {
    this.#send(`event: reset\nid: ${id}\ndata: {}\n\n`);
  }

  /** `summary`: JSON on one line. */
  #case(id: string, summary: string): void {
    if (!this.#principal.tenants.includes('*')) {
      const { tenantId } = JSON.parse(summary) as CaseSummary;
      if (!seesTenant(this.#principal, tenantId)) return;
    }
    this.#send(`event: case\nid: ${id}\ndata: ${summary}\n\n`);
  }

  async #tick(): Promise<void> {
    if (await this.#options.mayGoOn()) this.#send(':\n\n');
    else this.#response.end();
  }

  #send(text: string): void {
    if (this.#lagging || this.#response.writableEnded || this.#response.destroyed) return;
    this.#response.write(text);
    if (this.#response.writableLength > MOST_BUFFERED) this.#lagging = true;
  }

  #recover(at: string): void {
    this.#lagging = false;
    this.reset(at);
  }
}
