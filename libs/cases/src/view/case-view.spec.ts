/** One contract, both adapters. */
import { caseId } from '@vigie/contracts';
import { type Case, SEVERITIES } from '@vigie/safety';
import { aCommand, aFlag, CLOCKS } from '@vigie/safety/testing';
import { type Redis } from 'ioredis';
import { type CaseFilter } from './case-query.ts';
import { type CaseView, type FeedEntry } from './case-view.ts';
import { MemoryCaseView } from './case-view.memory.ts';
import { RedisCaseView } from './case-view.redis.ts';
import { aBatch, connectRedis, deletePrefix, uniquePrefix, updatesOf } from './view.fixture.ts';

const ID = caseId({ tenantId: 'acme', conversationId: 'c-1', actorId: 'u-1', harm: 'grooming' });
const OPENED = updatesOf([aFlag({})]);

describe.each(['memory', 'redis'])('case view in %s', (kind) => {
  let redis: Redis | undefined;
  const prefix = uniquePrefix();
  let view: CaseView;

  beforeAll(() => {
    if (kind === 'redis') redis = connectRedis(process.env['REDIS_URL']);
  });
  beforeEach(() => {
    view = redis === undefined ? new MemoryCaseView() : new RedisCaseView(redis, { prefix });
  });
  afterEach(async () => {
    await view.close();
    if (redis !== undefined) await deletePrefix(redis, prefix);
  });
  afterAll(() => void redis?.disconnect());

  test('an empty view has no position, so that nobody decides on it', async () => {
    expect(await view.load(0, [ID])).toEqual({ position: null, cases: new Map(), keys: new Map() });
    expect(await view.positions()).toEqual(new Map());
    expect(await view.find(ID)).toBeNull();
    expect(await view.dump()).toBe('');
  });

  test('what was applied is loaded, listed, found and announced', async () => {
    const from = await view.changes.latest();
    const keys = [{ caseId: ID, keyId: 'k-1', value: Buffer.from([0, 255, 10]) }];
    expect(await view.apply(aBatch({ cases: OPENED, keys, ready: true }))).toBe('applied');
    const [update] = OPENED;
    const loaded = await view.load(0, [ID, 'f'.repeat(32)]);
    expect(loaded.position).toEqual({ events: 1, keys: 0 });
    expect([...loaded.cases.values()]).toEqual([update?.after]);
    expect(loaded.keys.get(ID)?.map((key) => [...key])).toEqual([[0, 255, 10]]);
    const found = await view.find(ID);
    expect(found?.events.map((bytes) => [...bytes])).toEqual(update?.events.map((bytes) => [...bytes]));
    expect((await view.list({ filter: {}, limit: 5, after: null })).items).toEqual([update?.after]);
    expect(await view.ready()).toEqual(new Set([0]));
    const entries = await view.changes.read(from, { waitMs: 1000, count: 10 });
    expect(entries).toMatchObject([{ kind: 'case' }]);
    expect(JSON.parse((entries[0] as FeedEntry & { kind: 'case' }).summary)).toMatchObject({ caseId: ID, flags: 1 });
  });

  test('a batch that begins elsewhere is refused as a whole', async () => {
    await view.apply(aBatch({ cases: OPENED }));
    const before = await view.dump();
    const from = await view.changes.latest();
    const claimed = updatesOf([aCommand({ type: 'claim' })], [OPENED[0]!.after]);
    for (const expected of [null, { events: 0, keys: 0 }, { events: 1, keys: 1 }]) {
      expect(await view.apply(aBatch({ expected, cases: claimed, next: { events: 9, keys: 9 } }))).toBe('moved');
    }
    expect(await view.dump()).toBe(before);
    expect(await view.changes.latest()).toBe(from);
  });

  test('of several who apply from the same place, one succeeds', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => view.apply(aBatch({ cases: OPENED }))));
    expect(results.sort()).toEqual(['applied', 'moved', 'moved', 'moved']);
  });

  test('a case that changes leaves the lists it no longer belongs to', async () => {
    await view.apply(aBatch({ cases: OPENED }));
    const more = [aCommand({ type: 'claim' }), aFlag({ flagId: 'f-2', severity: 'S0' })];
    const cases = updatesOf(more, [OPENED[0]!.after]);
    await view.apply(aBatch({ expected: { events: 1, keys: 0 }, next: { events: 4, keys: 0 }, cases }));
    const listed = async (filter: CaseFilter) => (await view.list({ filter, limit: 5, after: null })).items.length;
    expect(await listed({ state: ['OPEN'] })).toBe(0);
    expect(await listed({ severity: ['S2', 'S1'] })).toBe(0);
    expect(await listed({ state: ['OPEN', 'CLAIMED'], severity: ['S0'], tenant: ['acme'], actor: ['u-1'] })).toBe(1);
    expect(await listed({ tenant: ['other'] })).toBe(0);
    expect((await view.find(ID))?.events).toHaveLength(5);
  });

  test('pages hold every case once, in the order in which people should act', async () => {
    const cases: Case[] = [];
    for (let i = 0; i < 60; i++) {
      const flag = aFlag({
        conversationId: `c-${i}`,
        severity: SEVERITIES[i % 4]!,
        tenantId: i % 3 === 0 ? 'acme' : 'b',
      });
      const updates = updatesOf([flag], [], 1_795_000_000_000 + (i % 5) * 60_000);
      cases.push(updates[0]!.after);
      const [at, next] = [i, i + 1].map((events) => ({ events, keys: 0 }));
      await view.apply(aBatch({ expected: i === 0 ? null : at!, next: next!, cases: updates }));
    }
    const due = (one: Case) => `${one.severity} ${one.dueAt} ${one.caseId}`;
    for (const filter of [{}, { tenant: ['acme'] }, { severity: ['S0', 'S3'], tenant: ['b'] }] as CaseFilter[]) {
      const pages: Case[] = [];
      for (let after: string | null = null, first = true; first || after !== null; first = false) {
        const page = await view.list({ filter, limit: 7, after });
        pages.push(...page.items);
        after = page.next;
      }
      const wanted = cases.filter(
        (one) => (filter.tenant?.includes(one.tenantId) ?? true) && (filter.severity?.includes(one.severity) ?? true),
      );
      expect(pages.map(due)).toEqual(wanted.map(due).sort());
    }
    expect(CLOCKS.S0).toBeLessThan(CLOCKS.S3);
  });

  test('a key can be taken away', async () => {
    const keys = [{ caseId: ID, keyId: 'k-1', value: Buffer.from('k') }];
    const [first, second] = [1, 2].map((at) => ({ events: 1, keys: at }));
    await view.apply(aBatch({ keys, next: first! }));
    await view.apply(aBatch({ keys: [{ ...keys[0]!, value: null }], expected: first!, next: second! }));
    expect((await view.load(0, [ID])).keys.size).toBe(0);
  });

  test('answers reach the feed also when nothing changed, and quiet batches announce no case', async () => {
    const from = await view.changes.latest();
    const answers = [{ commandId: 'x', answer: 'applied', version: 3 } as const];
    await view.apply(aBatch({ cases: OPENED, answers, announce: false }));
    await view.changes.reset();
    const entries = await view.changes.read(from, { waitMs: 1000, count: 10 });
    expect(entries).toMatchObject([{ kind: 'answer', answer: answers[0] }, { kind: 'reset' }]);
    expect(await view.changes.remembers(entries[0]!.id)).toBe(true);
    expect(await view.changes.since(entries[0]!.id, 10)).toEqual(entries.slice(1));
    expect(await view.changes.remembers('99999999999999-0')).toBe(false);
  });

  test('reading the feed waits for the next entry', async () => {
    const from = await view.changes.latest();
    const waiting = view.changes.read(from, { waitMs: 5000, count: 10 });
    setTimeout(() => void view.apply(aBatch({ cases: OPENED })), 50);
    expect(await waiting).toHaveLength(1);
    expect(await view.changes.read(await view.changes.latest(), { waitMs: 20, count: 10 })).toEqual([]);
  });

  test('a wipe leaves nothing, and the same batches give the same view again', async () => {
    const fill = () =>
      view.apply(aBatch({ cases: OPENED, keys: [{ caseId: ID, keyId: 'k', value: Buffer.from('k') }] }));
    await fill();
    const before = await view.dump();
    expect(before).toContain(`case:${ID}`);
    await view.wipe();
    expect(await view.dump()).toBe('');
    expect(await fill()).toBe('applied');
    expect(await view.dump()).toBe(before);
  });
});

describe('in Redis', () => {
  const prefix = uniquePrefix();
  let redis: Redis;
  beforeAll(() => void (redis = connectRedis(process.env['REDIS_URL'])));
  afterAll(async () => {
    await deletePrefix(redis, prefix);
    redis.disconnect();
  });

  test('nothing is applied while somebody deletes, and the mark of a dead one is taken away', async () => {
    const view = new RedisCaseView(redis, { prefix });
    await redis.hset(`${prefix}wiping`, 'dead', 1);
    expect(await view.apply(aBatch({ cases: OPENED }))).toBe('wiping');
    await view.wipe();
    expect(await view.apply(aBatch({ cases: OPENED }))).toBe('applied');
  });

  test('a wipe takes only keys under its own prefix', async () => {
    const other = `${prefix.slice(0, -1)}x:`;
    await redis.set(`${other}kept`, '1');
    await new RedisCaseView(redis, { prefix: `${prefix.slice(0, -1)}?:` }).wipe();
    expect(await redis.get(`${other}kept`)).toBe('1');
    await redis.unlink(`${other}kept`);
  });

  test('no text of a message lies in the clear', async () => {
    const view = new RedisCaseView(redis, { prefix: `${prefix}text:` });
    await view.apply(aBatch({ cases: OPENED }));
    for (const key of await redis.keys(`${prefix}text:*`)) {
      expect(Buffer.from((await redis.dumpBuffer(key)) ?? '').includes('how old')).toBe(false);
    }
  });
});
