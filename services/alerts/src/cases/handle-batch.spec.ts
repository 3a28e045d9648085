import { randomBytes } from 'node:crypto';
import { conversationKey, encodeFlag, type Flag, TOPICS, topicSpecs } from '@vigie/contracts';
import {
  CASE_TOPICS,
  CaseLog,
  encodeCommand,
  LocalKeyEncryption,
  MemoryCaseView,
  openCase,
  rebuildView,
} from '@vigie/cases';
import { type BatchConsumer, MemoryBroker, MemoryCluster, sendDeadLetters } from '@vigie/kafka';
import { type CaseCommand } from '@vigie/safety';
import { aCommandOf, aFlagOf, CLOCKS } from '@vigie/safety/testing';
import { caseBatchHandler } from './handle-batch.ts';
import { KeptView } from './kept-view.ts';

const encryption = new LocalKeyEncryption(randomBytes(32));
const GROUP = 'alerts';

/** What outlives every process: the cluster and the view. */
class World {
  readonly cluster = new MemoryCluster();
  readonly view = new MemoryCaseView();
  readonly processes: MemoryBroker[] = [];
  readonly reports: string[] = [];
  now = 1_795_000_000_000;

  static async create(): Promise<World> {
    const world = new World();
    await new MemoryBroker(world.cluster).ensureTopics(topicSpecs({ casePartitions: 2 }));
    return world;
  }

  async start(): Promise<{ broker: MemoryBroker; consumer: BatchConsumer; kept: KeptView }> {
    const broker = new MemoryBroker(this.cluster);
    this.processes.push(broker);
    const producer = await broker.producer();
    const kept = new KeptView({ broker, view: this.view, topics: CASE_TOPICS }, 2);
    const handler = caseBatchHandler({
      topics: TOPICS,
      view: this.view,
      kept,
      log: new CaseLog(producer, CASE_TOPICS),
      encryption,
      sendDeadLetters: (letters) => sendDeadLetters(producer, letters),
      clock: () => (this.now += 1000),
      clocks: () => CLOCKS,
      report: {
        batchHandled: ({ inputs }) => {
          const outcomes = inputs.map(({ verdict }) => verdict.outcome);
          this.reports.push(...outcomes.map((one) => (one.kind === 'flag' ? one.result : one.answer)));
        },
        decidedAnew: () => this.reports.push('anew'),
      },
    });
    const consumer = broker.consumer({
      groupId: GROUP,
      topics: [TOPICS.flags, TOPICS.commands],
      retryDelay: { first: 1, most: 5 },
      onAssigned: (partitions) => kept.own(partitions.map(({ partition }) => partition)),
      onRevoked: (partitions) => kept.disown(partitions.map(({ partition }) => partition)),
    });
    await consumer.start(handler);
    return { broker, consumer, kept };
  }

  async flags(...flags: Partial<Flag>[]): Promise<void> {
    const records = flags
      .map(aFlagOf)
      .map((flag) => ({ key: conversationKey(flag), value: Buffer.from(encodeFlag(flag)) }));
    await (await new MemoryBroker(this.cluster).producer()).send(TOPICS.flags, records);
  }

  async commands(...commands: CaseCommand[]): Promise<void> {
    const records = commands.map((one) => ({ key: conversationKey(one), value: Buffer.from(encodeCommand(one)) }));
    await (await new MemoryBroker(this.cluster).producer()).send(TOPICS.commands, records);
  }

  /** Until every input has been handled and committed. */
  async quiet(): Promise<void> {
    const broker = new MemoryBroker(this.cluster);
    for (let waited = 0; waited < 5000; waited += 5) {
      const lag = await broker.lag(GROUP, [TOPICS.flags, TOPICS.commands]);
      if (lag.every(({ committed, end }) => committed >= end || end === 0)) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('The inputs were not handled in time');
  }

  log(topic: string): { value: Buffer | null; key: Buffer | null }[] {
    return this.cluster.topic(topic).logs.flatMap((log) => log.read(log.begin, log.end, 10_000));
  }

  async cases() {
    return (await this.view.list({ filter: {}, limit: 100, after: null })).items;
  }

  async end(): Promise<void> {
    await Promise.all(this.processes.filter(({ killed }) => !killed).map((broker) => broker.close()));
  }
}

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
  const opened = await openCase((await world.view.find(first!.caseId))!, encryption);
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

describe('killed and started again, every case and event is there once', () => {
  const flags: Partial<Flag>[] = [
    {},
    { flagId: 'f-2', severity: 'S1' },
    { conversationId: 'c-2' },
    { conversationId: 'c-3' },
  ];

  /** The same inputs without a crash. */
  async function undisturbed() {
    const other = await World.create();
    await other.start();
    await other.flags(...flags);
    await other.quiet();
    const cases = await other.cases();
    await other.end();
    return { cases: cases.map(essence), events: other.log(TOPICS.caseEvents).length };
  }
  const essence = ({ caseId, version, flagIds, severity }: Awaited<ReturnType<World['cases']>>[number]) => {
    return { caseId, version, flagIds, severity };
  };

  const crashes = [
    ['before the key is written', 'send', { topic: TOPICS.caseKeys }],
    ['after the key is written', 'send', { topic: TOPICS.caseKeys, when: 'after' }],
    ['before the events are written', 'send', { topic: TOPICS.caseEvents }],
    ['after the events are written, before the view', 'send', { topic: TOPICS.caseEvents, when: 'after' }],
    ['after the view, before the offset', 'commit', { topic: TOPICS.flags }],
    ['after the offset', 'commit', { topic: TOPICS.flags, when: 'after' }],
    ['while the view is brought up', 'readLog', {}],
  ] as const;
  test.each(crashes.flatMap(([name, step, fault]) => [0, 1].map((skip) => [name, skip, step, fault] as const)))(
    '%s (time %i)',
    async (_name, skip, step, fault) => {
      const first = await world.start();
      if (step === 'readLog') {
        await world.flags(flags[0]!);
        await world.quiet();
        await world.view.wipe();
      }
      first.broker.failNext(step, { ...fault, skip, kill: true });
      await world.flags(...flags);
      await new Promise((resolve) => setTimeout(resolve, 50));
      first.broker.kill();
      await world.start();
      await world.quiet();
      const clean = await undisturbed();
      expect((await world.cases()).map(essence)).toEqual(clean.cases);
      expect(world.log(TOPICS.caseEvents)).toHaveLength(clean.events);
      const before = await world.view.dump();
      await rebuildView({ broker: new MemoryBroker(world.cluster), view: world.view, topics: CASE_TOPICS });
      expect(await world.view.dump()).toBe(before);
    },
  );

  test('after a send that failed although it was written', async () => {
    const { broker } = await world.start();
    broker.failNext('send', { topic: TOPICS.caseEvents, when: 'after' });
    await world.flags(...flags);
    await world.quiet();
    const clean = await undisturbed();
    expect((await world.cases()).map(essence)).toEqual(clean.cases);
    expect(world.reports).toContain('anew');
  });

  test('and the key that a crash left behind is used', async () => {
    const first = await world.start();
    first.broker.failNext('send', { topic: TOPICS.caseKeys, when: 'after', kill: true });
    await world.flags({});
    await new Promise((resolve) => setTimeout(resolve, 30));
    await world.start();
    await world.quiet();
    expect(world.log(TOPICS.caseKeys)).toHaveLength(1);
  });
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
