import { type ServerResponse } from 'node:http';
import { type CaseDetail, type HistoryEntry } from '../src/api/types.ts';
import { matches, readFilters } from '../src/queue/filters.ts';
import { byUrgency } from '../src/queue/order.ts';
import { caseOf, summaryOf } from './fictional-cases.ts';
import { stories } from './stories.ts';

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

const me = { userId: 'dev', roles: ['reviewer', 'lead'], tenants: ['*'] };

/** The cases of the stories, and what happens to them. */
export class FictionalDesk {
  isOffline = false;
  private cases: CaseDetail[] = stories.map((story) => caseOf(story, Date.now()));
  private readonly listeners = new Set<ServerResponse>();
  private arrivals = 0;

  read(path: string, search: URLSearchParams): unknown {
    if (path === '/v1/me') return me;
    if (path === '/v1/cases') {
      const items = this.cases.map(summaryOf).filter((item) => matches(readFilters(search), item));
      return { items: items.sort(byUrgency), nextCursor: null };
    }
    return this.find(path.split('/')[3] ?? '');
  }

  command(id: string, ifMatch: string | undefined, body: Record<string, string>): unknown {
    const found = this.find(id);
    if (body['type'] === 'claim' && found.owner !== null) throw new Refusal(409, 'already-claimed');
    if (ifMatch !== undefined && ifMatch !== `"${found.version}"`) throw new Refusal(412, 'version-mismatch');
    const { type, text, disposition, reason } = body;
    if (type === 'claim') this.change(found, { state: 'CLAIMED', owner: me.userId }, { type: 'CLAIMED' });
    if (type === 'release') this.change(found, { state: 'OPEN', owner: null }, { type: 'RELEASED' });
    if (type === 'comment') this.change(found, {}, { type: 'COMMENTED', text: text ?? '' });
    if (type === 'decide') {
      const outcome = disposition as NonNullable<CaseDetail['disposition']>;
      const entry = { type: 'DECIDED', disposition: outcome, reason: reason ?? '' };
      this.change(found, { state: 'DECIDED', disposition: outcome }, entry);
    }
    return summaryOf(this.find(id));
  }

  /** Stage directions for a trial. */
  direct(what: string): unknown {
    const first = this.cases.find((each) => each.state === 'OPEN');
    if (what === 'offline' || what === 'online') this.isOffline = what === 'offline';
    if (this.isOffline) for (const listener of this.listeners) listener.destroy();
    if (what === 'empty') this.cases = [];
    if (what === 'arrive') this.arrive();
    if (what === 'snatch' && first)
      this.change(first, { state: 'CLAIMED', owner: 'ada' }, { type: 'CLAIMED', by: 'ada' });
    if (what === 'touch' && first) this.change(first, {}, { type: 'COMMENTED', by: 'ada', text: 'Looking at it too.' });
    return { done: what };
  }

  listen(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('event: hello\ndata: {}\n\n');
    this.listeners.add(response);
    response.on('close', () => this.listeners.delete(response));
  }

  private arrive(): void {
    this.arrivals += 1;
    const story = stories[this.arrivals % stories.length] ?? stories[0]!;
    const [, age, source] = story.actor;
    const { decided: _, owner: __, ...rest } = story;
    const fresh = caseOf({ ...rest, actor: [`newcomer-${this.arrivals}`, age, source], due: 14 }, Date.now());
    this.cases.push(fresh);
    this.tell(fresh);
  }

  private change(
    found: CaseDetail,
    fields: Partial<CaseDetail>,
    entry: Partial<HistoryEntry> & { type: string },
  ): void {
    const sequence = found.history.length + 1;
    const history = [...found.history, { sequence, at: new Date().toISOString(), by: me.userId, ...entry }];
    const changed = { ...found, ...fields, history, version: found.version + 1 };
    this.cases = this.cases.map((each) => (each.caseId === found.caseId ? changed : each));
    this.tell(changed);
  }

  private tell(changed: CaseDetail): void {
    for (const listener of this.listeners) {
      listener.write(`id: ${Date.now()}\nevent: case\ndata: ${JSON.stringify(summaryOf(changed))}\n\n`);
    }
  }

  private find(id: string): CaseDetail {
    const found = this.cases.find((each) => each.caseId === id);
    if (found === undefined) throw new Refusal(404, 'unknown-case');
    return found;
  }
}
