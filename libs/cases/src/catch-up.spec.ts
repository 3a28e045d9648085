import { randomBytes } from 'node:crypto';
import { partitionForKey, MemoryBroker } from '@vigie/kafka';
import { type Case, type CaseEvent, decideCase } from '@vigie/safety';
import { aFlag, CLOCKS } from '@vigie/safety/testing';
import { applyCaseEvent } from '@vigie/safety';
import { CaseLog } from './case-log.ts';
import { catchUp, LogShorterThanViewError } from './catch-up.ts';
import { makeDataKey } from './keys/case-key.ts';
import { LocalKeyEncryption } from './keys/key-encryption.local.ts';
import { encodeCaseEvent } from './log/case-event-codec.ts';
import { openCase } from './open-case.ts';
import { rebuildView } from './rebuild-view.ts';
import { CASE_TOPICS } from './topics.ts';
import { MemoryCaseView } from './view/case-view.memory.ts';
import { type CaseView } from './view/case-view.ts';
import { RedisCaseView } from './view/case-view.redis.ts';
import { connectRedis, deletePrefix, uniquePrefix } from './view/view.fixture.ts';

const PARTITIONS = 3;
const encryption = new LocalKeyEncryption(randomBytes(32));
const redis = connectRedis(process.env['REDIS_URL']);
const prefix = uniquePrefix();
afterAll(async () => {
  await deletePrefix(redis, prefix);
  redis.disconnect();
});

async function aBroker(): Promise<{ broker: MemoryBroker; log: CaseLog }> {
  const broker = new MemoryBroker();
  const topics = [CASE_TOPICS.caseEvents, CASE_TOPICS.caseKeys];
  await broker.ensureTopics(topics.map((name) => ({ name, partitions: PARTITIONS, config: {} })));
  return { broker, log: new CaseLog(await broker.producer(), CASE_TOPICS) };
}

/** Writes a case with so many flags, as alerts would; returns its id and key. */
async function writeCase(log: CaseLog, conversationId: string, flags: number) {
  const partition = partitionForKey(Buffer.from(`acme:${conversationId}`), PARTITIONS);
  let current: Case | null = null;
  const all: CaseEvent[] = [];
  for (let n = 0; n < flags; n++) {
    const input = aFlag({ conversationId, flagId: `f-${n}`, severity: n === 0 ? 'S2' : 'S1' });
    const { events } = decideCase(current, input, { now: 1_795_000_000_000 + n, clocks: CLOCKS });
    all.push(...events);
    current = events.reduce<Case | null>(applyCaseEvent, current);
  }
  const { caseId, tenantId } = all[0]!;
  const { key, wrapped } = await makeDataKey(encryption, { caseId, tenantId });
  await log.appendKeys(partition, [wrapped]);
  await log.append(
    partition,
    all.map((event) => ({ event, value: encodeCaseEvent(event, key) })),
  );
  return { partition, caseId, keyId: key.keyId };
}

test.each<[string, () => CaseView]>([
  ['memory', () => new MemoryCaseView()],
  ['redis', () => new RedisCaseView(redis, { prefix })],
])('a lost view in %s comes back byte for byte, also with two who fill it', async (_, open) => {
  const { broker, log } = await aBroker();
  const view = open();
  const deps = { broker, view, topics: CASE_TOPICS };
  for (let n = 0; n < 20; n++) await writeCase(log, `c-${n}`, 3);
  await catchUp(deps, [0, 1, 2]);
  const before = await view.dump();
  expect(before.split('\n').filter((line) => line.startsWith('case:'))).toHaveLength(20);
  await rebuildView(deps);
  expect(await view.dump()).toBe(before);
  await view.wipe();
  await Promise.all([catchUp(deps, [0, 1, 2]), catchUp(deps, [2, 1, 0]), rebuildView(deps)]);
  await catchUp(deps, [0, 1, 2]);
  expect(await view.dump()).toBe(before);
  await view.close();
});

test('goes on from where the view stands, and tells the feed what came in between', async () => {
  const { broker, log } = await aBroker();
  const view = new MemoryCaseView();
  const deps = { broker, view, topics: CASE_TOPICS };
  await writeCase(log, 'c-1', 1);
  await catchUp(deps, [0, 1, 2]);
  const from = await view.changes.latest();
  const { caseId, partition } = await writeCase(log, 'c-2', 2);
  const steps: number[] = [];
  await catchUp(deps, [partition], { onProgress: ({ position }) => void steps.push(position.events) });
  expect((await view.find(caseId))?.case).toMatchObject({ severity: 'S1' });
  expect(await view.changes.read(from, { waitMs: 0, count: 10 })).toMatchObject([{ kind: 'case' }]);
  expect(steps.at(-1)).toBeGreaterThan(0);
});

test('an erased case keeps its facts and has no text, and its events still fold', async () => {
  const { broker, log } = await aBroker();
  const view = new MemoryCaseView();
  const deps = { broker, view, topics: CASE_TOPICS };
  const { caseId, keyId, partition } = await writeCase(log, 'c-1', 2);
  await catchUp(deps, [partition]);
  const readable = await openCase((await view.find(caseId))!, encryption);
  expect(JSON.stringify(readable.history)).toContain('how old');
  await log.eraseKeys(partition, [{ caseId, keyId }]);
  await catchUp(deps, [partition]);
  const erased = await openCase((await view.find(caseId))!, encryption);
  expect(erased.case).toEqual(readable.case);
  expect(JSON.stringify(erased)).not.toContain('how old');
  expect(erased.history.map(({ type }) => type)).toEqual(readable.history.map(({ type }) => type));
});

test('a log that ends before the view is no reason to go on', async () => {
  const { broker, log } = await aBroker();
  const view = new MemoryCaseView();
  const { partition } = await writeCase(log, 'c-1', 2);
  await catchUp({ broker, view, topics: CASE_TOPICS }, [partition]);
  const { broker: recreated } = await aBroker();
  const catching = catchUp({ broker: recreated, view, topics: CASE_TOPICS }, [partition]);
  await expect(catching).rejects.toThrow(LogShorterThanViewError);
});
