import { Controller, Get, Headers, Inject, Req, Res } from '@nestjs/common';
import { type CaseView } from '@vigie/cases';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Allow, principalOf } from '../auth/auth.guard.ts';
import { SECURITY_HEADERS } from '../security-headers.ts';
import { CASE_VIEW, LIVE_FEED } from '../tokens.ts';
import { EventStream } from './event-stream.ts';
import { type FeedListener, type LiveFeed } from './live-feed.ts';

/** What a page may have missed and still get event by event; beyond it loads everything again. */
const MOST_MISSED = 1000;

@Controller('v1/stream')
export class StreamController {
  constructor(
    @Inject(CASE_VIEW) private readonly view: CaseView,
    @Inject(LIVE_FEED) private readonly feed: LiveFeed,
  ) {}

  @Get()
  @Allow('reviewer', 'lead', 'auditor')
  async stream(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Headers('last-event-id') lastEventId?: string,
  ): Promise<void> {
    // Listening begins before the past is read, so that nothing falls between the two.
    const meanwhile: Parameters<FeedListener>[0][] = [];
    const stop = this.feed.listen((entry) => meanwhile.push(entry));
    const missed = await this.#missed(lastEventId).finally(stop);
    reply.hijack();
    const stream = new EventStream(reply.raw, principalOf(request));
    stream.open({ ...SECURITY_HEADERS, 'cache-control': 'no-store' }, this.feed);
    if (missed === 'forgotten') stream.reset(this.feed.at);
    else
      for (const entry of new Map([...missed, ...meanwhile].map((one) => [one.id, one])).values()) stream.tell(entry);
    stream.hello(this.feed.at);
  }

  async #missed(lastEventId: string | undefined) {
    if (lastEventId === undefined) return [];
    if (!(await this.view.changes.remembers(lastEventId))) return 'forgotten';
    const entries = await this.view.changes.since(lastEventId, MOST_MISSED);
    const lost = entries.length === MOST_MISSED || entries.some(({ kind }) => kind === 'reset');
    return lost ? 'forgotten' : entries.filter((entry) => entry.kind !== 'answer');
  }
}
