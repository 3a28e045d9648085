import { Controller, Get, Headers, Inject, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiDeps } from '../api-deps.ts';
import { Allow, principalOf } from '../auth/auth.guard.ts';
import { identify } from '../auth/identify.ts';
import { isSamePrincipal, type Principal } from '../auth/principal.ts';
import { SECURITY_HEADERS } from '../security-headers.ts';
import { API } from '../tokens.ts';
import { EventStream } from './event-stream.ts';
import { type FeedListener } from './live-feed.ts';

/** What a page may have missed and still get event by event; beyond it loads everything again. */
const MOST_MISSED = 1000;

@Controller('v1/stream')
export class StreamController {
  constructor(@Inject(API) private readonly api: ApiDeps) {}

  @Get()
  @Allow('reviewer', 'lead', 'auditor')
  async stream(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Headers('last-event-id') lastEventId?: string,
  ): Promise<void> {
    const { feed, streamTickMs: tickMs } = this.api;
    // Listening begins before the past is read, so that nothing falls between the two.
    const meanwhile: Parameters<FeedListener>[0][] = [];
    const stop = feed.listen((entry) => meanwhile.push(entry));
    const missed = await this.#missed(lastEventId).finally(stop);
    reply.hijack();
    const principal = principalOf(request);
    const mayGoOn = () => this.#isStill(principal, request.headers);
    const stream = new EventStream(reply.raw, principal, { tickMs, mayGoOn });
    stream.open({ ...SECURITY_HEADERS, 'cache-control': 'no-store' }, feed);
    if (missed === 'forgotten') stream.reset(feed.at);
    else
      for (const entry of new Map([...missed, ...meanwhile].map((one) => [one.id, one])).values()) stream.tell(entry);
    stream.hello(feed.at);
  }

  /** Sessions end, tokens are taken away, roles and tenants change: a stream must not outlive them. */
  async #isStill(principal: Principal, headers: FastifyRequest['headers']): Promise<boolean> {
    try {
      const now = await identify(headers, this.api);
      return now !== undefined && isSamePrincipal(now, principal);
    } catch (error) {
      this.api.onFault(error); // Not known is not allowed; the page comes back with what it has seen last.
      return false;
    }
  }

  async #missed(lastEventId: string | undefined) {
    if (lastEventId === undefined) return [];
    if (!(await this.api.view.changes.remembers(lastEventId))) return 'forgotten';
    const entries = await this.api.view.changes.since(lastEventId, MOST_MISSED);
    const lost = entries.length === MOST_MISSED || entries.some(({ kind }) => kind === 'reset');
    return lost ? 'forgotten' : entries.filter((entry) => entry.kind !== 'answer');
  }
}
