import { CASE_TOPICS, rebuildView } from '@vigie/cases';
import { type Flag, TOPICS } from '@vigie/contracts';
import { MemoryBroker } from '@vigie/kafka';
import { type CaseCommand } from '@vigie/safety';
import { aCommandOf } from '@vigie/safety/testing';
import { World } from './handle-batch.fixture.ts';

let world: World;
beforeEach(async () => void (world = await World.create()));
afterEach(() => world.end());

describe('killed and started again, every case and event is there once', () => {
  const flags: Partial<Flag>[] = [
    {},
    { flagId: 'f-2', severity: 'S1' },
    { conversationId: 'c-2' },
    { conversationId: 'c-3' },
  ];
  const commands: CaseCommand[] = [
    aCommandOf({ type: 'claim' }),
    aCommandOf({ type: 'claim' }, { commandId: 'late', issuedBy: 'ben' }),
    aCommandOf({ type: 'comment', text: 'one' }, { commandId: 'comment-1' }),
    aCommandOf({ type: 'comment', text: 'two' }, { commandId: 'comment-2', issuedBy: 'ben' }),
    aCommandOf({ type: 'decide', disposition: 'CONFIRMED', reason: 'seen' }),
  ];

  /** The same inputs without a crash. */
  async function undisturbed() {
    const other = await World.create();
    await other.start();
    for (const send of [() => other.flags(...flags), () => other.commands(...commands)]) {
      await send();
      await other.quiet();
    }
    const cases = await other.cases();
    await other.end();
    return { cases: cases.map(essence), events: other.log(TOPICS.caseEvents).length };
  }
  /** Without the times, which a crash may change. */
  const essence = (one: Awaited<ReturnType<World['cases']>>[number]) => {
    const { caseId, version, sequence, flagIds, severity, state, owner, comments } = one;
    const decision = one.decision === null ? null : { ...one.decision, at: 0 };
    return { caseId, version, sequence, flagIds, severity, state, owner, comments, decision, commands: one.commands };
  };

  const crashes = [
    ['flags', 'before the key is written', 'send', { topic: TOPICS.caseKeys }],
    ['flags', 'after the key is written', 'send', { topic: TOPICS.caseKeys, when: 'after' }],
    ['flags', 'before the events are written', 'send', { topic: TOPICS.caseEvents }],
    ['flags', 'after the events are written, before the view', 'send', { topic: TOPICS.caseEvents, when: 'after' }],
    ['flags', 'after the view, before the offset', 'commit', { topic: TOPICS.flags }],
    ['flags', 'after the offset', 'commit', { topic: TOPICS.flags, when: 'after' }],
    ['flags', 'while the view is brought up', 'readLog', {}],
    ['commands', 'before the events are written', 'send', { topic: TOPICS.caseEvents }],
    ['commands', 'after the events are written, before the view', 'send', { topic: TOPICS.caseEvents, when: 'after' }],
    ['commands', 'after the view, before the offset', 'commit', { topic: TOPICS.commands }],
    ['commands', 'after the offset', 'commit', { topic: TOPICS.commands, when: 'after' }],
    ['commands', 'while the view is brought up', 'readLog', {}],
  ] as const;
  test.each(
    crashes.flatMap(([what, name, step, fault]) => [0, 1].map((skip) => [what, name, skip, step, fault] as const)),
  )('%s: %s (time %i)', async (what, _name, skip, step, fault) => {
    const first = await world.start();
    if (what === 'commands') await world.flags(...flags);
    else if (step === 'readLog') await world.flags(flags[0]!);
    await world.quiet();
    if (step === 'readLog') await world.view.wipe();
    first.broker.failNext(step, { ...fault, skip, kill: true });
    if (what === 'flags') await world.flags(...flags);
    else await world.commands(...commands);
    await new Promise((resolve) => setTimeout(resolve, 50));
    first.broker.kill();
    const { kept } = await world.start();
    await world.quiet();
    await kept.check({ logs: true }); // A partition where nothing comes in is brought up by the watch.
    if (what === 'flags') await world.commands(...commands);
    await world.quiet();
    const clean = await undisturbed();
    expect((await world.cases()).map(essence)).toEqual(clean.cases);
    expect(clean.cases).toContainEqual(expect.objectContaining({ state: 'DECIDED', owner: 'ada', comments: 2 }));
    expect(world.log(TOPICS.caseEvents)).toHaveLength(clean.events);
    const before = await world.view.dump();
    await rebuildView({ broker: new MemoryBroker(world.cluster), view: world.view, topics: CASE_TOPICS });
    expect(await world.view.dump()).toBe(before);
  });

  test('after a send that failed although it was written', async () => {
    const { broker } = await world.start();
    broker.failNext('send', { topic: TOPICS.caseEvents, when: 'after' });
    await world.flags(...flags);
    await world.quiet();
    broker.failNext('send', { topic: TOPICS.caseEvents, when: 'after' });
    await world.commands(...commands);
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
