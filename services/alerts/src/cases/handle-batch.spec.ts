import { randomBytes } from 'node:crypto';
import { conversationKey, encodeFlag, type Flag, TOPICS } from '@vigie/contracts';
import { CASE_TOPICS, CaseLog, LocalKeyEncryption, openCase, rebuildView } from '@vigie/cases';
import { MemoryBroker } from '@vigie/kafka';
import { CASE_LIMITS } from '@vigie/safety';
import { aCommandOf, aFlagOf } from '@vigie/safety/testing';
import { flagBytes, MOST_BATCH_RECORDS, MOST_BYTES } from './decode-inputs.ts';
import { World } from './handle-batch.fixture.ts';

let world: World;
beforeEach(async () => void (world = await World.create()));
afterEach(() => world.end());

test('flags become a case, a command changes it, and the view is what a rebuild gives', async () => {
  await world.start();
  await world.flags({}, {}, { flagId: 'f-2', severity: 'S0' }, { conversationId: 'c-2' });
  await world.quiet();
  await world.commands(aCommandOf({ type: 'claim' }), aCommandOf({ type: 'comment', text: 'call the school' }));
  await world.quiet();
  const [first, second] = await world.cases();
  expect(first).toMatchObject({ severity: 'S0', state: 'CLAIMED', owner: 'ada', comments: 1, flagIds: ['f-1', 'f-2'] });
  expect(second).toMatchObject({ conversationId: 'c-2', state: 'OPEN' });
  expect(world.reports).toEqual(expect.arrayContaining(['added', 'duplicate', 'applied']));

  const before = await world.view.dump();
  await rebuildView({ broker: new MemoryBroker(world.cluster), view: world.view, topics: CASE_TOPICS });
  expect(await world.view.dump()).toBe(before);
  const opened = await openCase((await world.view.find(first!.caseId))!, world.encryption);
  expect(JSON.stringify(opened.history)).toContain('call the school');
  for (const { value } of world.log(TOPICS.caseEvents)) expect(value?.includes('call the school')).toBe(false);
});

test('what cannot be read lies in the dead-letter topic with its reason, and the rest goes on', async () => {
  await world.start();
  const producer = await new MemoryBroker(world.cluster).producer();
  const flag = aFlagOf({});
  const bytes = (change: Partial<Flag>) => Buffer.from(encodeFlag({ ...flag, ...change }));
  const key = conversationKey(flag);
  await producer.send(TOPICS.flags, [
    { key, value: Buffer.from('{}') },
    { key, value: null },
    { key: 'acme:other', value: bytes({}) },
    { key, value: bytes({ score: NaN }) },
    { key, value: bytes({ raisedAt: 9e15 }) },
    { key, value: bytes({}), headers: { 'content-type': 'application/json' } },
    { key, value: bytes({}) },
  ]);
  await world.quiet();
  const codes = world.cluster.topic(`${TOPICS.flags}.dlt`).logs.flatMap((log) => log.read(0, log.end, 100));
  expect(codes.map(({ headers }) => `${headers['vigie-dlt-code']} ${headers['vigie-dlt-field']}`).sort()).toEqual([
    'CONTENT_TYPE_UNSUPPORTED ',
    'DATE_OUT_OF_RANGE raisedAt',
    'FIELD_TYPE score',
    'ID_INVALID key',
    'PROTOBUF_INVALID ',
    'VALUE_MISSING ',
  ]);
  expect(await world.cases()).toHaveLength(1);
});

test('a flag at the bound of what the case log takes goes in, and one above it does not stop the partition', async () => {
  await world.start();
  const ids = Array.from({ length: 256 }, (_, n) => `é${n}`.padEnd(128, 'é'));
  const largest = (textBytes: number, change: Partial<Flag> = {}): Partial<Flag> => {
    const message = aFlagOf({}).evidence[0]!;
    return {
      targetIds: ids,
      participants: ids.map((id) => ({ id, ageBand: 'ADULT', ageSource: 'DECLARED' })),
      stages: Array.from({ length: 64 }, (_, n) => `${n}`.padEnd(64, 'é')),
      versions: { model: ids[0]!, policy: ids[0]!, normaliser: ids[0]! },
      evidence: [{ ...message, text: 'x'.repeat(textBytes) }],
      ...change,
    };
  };
  const bound = (() => {
    const weight = (text: number) => flagBytes(aFlagOf(largest(text)));
    const guess = MOST_BYTES - weight(500_000) + 500_000;
    return guess - (weight(guess) - MOST_BYTES);
  })();
  expect(flagBytes(aFlagOf(largest(bound)))).toBe(MOST_BYTES);
  await world.flags(
    largest(bound),
    largest(bound + 1, { flagId: 'too-large' }),
    { flagId: 'targets', targetIds: [...ids, 'one-more'] },
    { flagId: 'language', language: 'x'.repeat(129) },
    { flagId: 'last' },
  );
  await world.quiet();
  expect((await world.cases()).map(({ flagIds }) => flagIds)).toEqual([['f-1', 'last']]);
  const letters = world.log(`${TOPICS.flags}.dlt`).map(({ headers }) => headers);
  expect(letters.map((of) => `${of['vigie-dlt-code']} ${of['vigie-dlt-field']}`).sort()).toEqual([
    'FIELD_TOO_LONG language',
    'FIELD_TOO_LONG targetIds',
    'VALUE_TOO_LARGE ',
  ]);
  const sizes = world.log(TOPICS.caseEvents).map(({ value }) => value!.length);
  expect(Math.max(...sizes)).toBeGreaterThan(880 * 1024);
  expect(Math.max(...sizes)).toBeLessThan(1000 * 1024);
});

test('a case remembers the answers to more than two batches of commands', () => {
  expect(CASE_LIMITS.commands).toBeGreaterThanOrEqual(2 * MOST_BATCH_RECORDS);
});

test('under another key-encryption key cases go on under a new data key, and what does not open is shown as absent', async () => {
  const first = await world.start();
  await world.flags({});
  await world.quiet();
  await first.broker.close();
  const before = world.encryption;
  world.encryption = new LocalKeyEncryption(randomBytes(32));
  await world.start();
  const comment = (text: string) => aCommandOf({ type: 'comment', text }, { commandId: text });
  await world.commands(comment('new words'));
  await world.quiet();
  await world.commands(comment('more words'));
  await world.quiet();
  expect(world.reports).toContain('KeyUnusableError');
  expect(world.log(TOPICS.caseKeys)).toHaveLength(2);
  const [one] = await world.cases();
  expect(one).toMatchObject({ comments: 2 });
  const opened = async (encryption: LocalKeyEncryption) =>
    JSON.stringify((await openCase((await world.view.find(one!.caseId))!, encryption)).history);
  expect(await opened(world.encryption)).toMatch(/"text":"new words".*"text":"more words"/);
  expect(await opened(world.encryption)).not.toContain('how old');
  expect(await opened(before)).toContain('how old');
  expect(await opened(before)).not.toMatch(/"text":"(new|more)/);
});

test('a wiped view is never decided on, and comes back although nothing comes in', async () => {
  const { kept } = await world.start();
  await world.flags({});
  await world.quiet();
  await kept.check({ logs: false });
  const before = await world.view.dump();
  await world.view.wipe();
  await world.flags({});
  await world.quiet();
  expect(world.reports.at(-1)).toBe('duplicate');
  await kept.check({ logs: false });
  expect(await world.view.dump()).toBe(before);
  await world.view.wipe();
  await kept.check({ logs: false });
  expect(await world.view.dump()).toBe(before);
});

test('a zombie that appends to the log changes nothing', async () => {
  await world.start();
  await world.flags({});
  await world.quiet();
  // The zombie decided on an empty case before the owner did; its append comes late.
  const zombie = new CaseLog(await new MemoryBroker(world.cluster).producer(), CASE_TOPICS);
  const partition = world.cluster.topic(TOPICS.caseEvents).logs.findIndex(({ end }) => end > 0);
  const written = world.log(TOPICS.caseEvents).map(({ value }) => ({ value: value!, event: aFlagOf({}) as never }));
  await zombie.append(partition, written);
  await world.commands(
    aCommandOf({ type: 'claim' }),
    aCommandOf({ type: 'claim' }, { commandId: 'b', issuedBy: 'ben' }),
  );
  await world.quiet();
  expect(await world.cases()).toMatchObject([{ version: 3, owner: 'ada', flagIds: ['f-1'] }]);
});

test('an append that somebody else wrote into is decided anew, once', async () => {
  let isTorn = false;
  await world.start((producer) => ({
    ...producer,
    send: async (topic, records) => {
      if (isTorn || topic !== TOPICS.caseEvents) return producer.send(topic, records);
      isTorn = true;
      const [first, ...rest] = records;
      const before = await producer.send(topic, [first!]);
      await producer.send(topic, [first!]); // Of a zombie that decided the same.
      return [...before, ...(await producer.send(topic, rest))];
    },
  }));
  await world.flags({}, { flagId: 'f-2', severity: 'S0' });
  await world.quiet();
  expect(world.reports.sort()).toEqual(['anew', 'duplicate', 'duplicate']);
  expect(await world.cases()).toMatchObject([{ flagIds: ['f-1', 'f-2'], severity: 'S0', version: 4 }]);
  expect(world.log(TOPICS.caseEvents)).toHaveLength(5);
});
