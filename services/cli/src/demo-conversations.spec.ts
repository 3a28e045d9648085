import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assess, newConversation } from '@vigie/safety';
import { demoConversations } from './demo-conversations.ts';
import { type Judges, judgesFrom } from './judges.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const demo = demoConversations(
  readFileSync(join(root, 'deploy/demo/conversations.txt'), 'utf8'),
  Date.UTC(2026, 10, 25),
);

let judges: Judges;
beforeAll(async () => {
  judges = await judgesFrom(join(root, 'models/vigie-base'), join(root, 'deploy/policy.yaml'));
});
afterAll(() => judges.model.dispose());

async function flagsOf(name: string) {
  const { events } = demo.find((conversation) => conversation.name === name)!;
  const state = newConversation(judges.model.info.id);
  const arrivals = events.map((event, offset) => ({ event, partition: 0, offset }));
  return (await assess(arrivals, () => state, judges)).flatMap(({ result }) => result?.flags ?? []);
}

const named = (harmful: boolean) =>
  demo.filter(({ harm }) => (harm !== 'none') === harmful).map(({ name, harm }) => [name, harm] as const);

test('the demonstration shows every harm in both languages, and as much that is harmless', () => {
  const kinds = new Set(demo.map(({ harm, events }) => `${harm} ${events[0]!.language}`));
  for (const harm of ['grooming', 'extortion', 'violence', 'none']) {
    for (const language of ['fr', 'en']) expect(kinds).toContain(`${harm} ${language}`);
  }
  expect(named(false).length).toBeGreaterThanOrEqual(named(true).length);
});

test.each(named(true))('%s becomes a case of %s, with the right actor', async (name, harm) => {
  const flags = await flagsOf(name);
  expect(flags.map((flag) => flag.harm)).toContain(harm);
  expect(new Set(flags.map(({ actorId }) => actorId.slice(-2)))).toEqual(new Set(['-a']));
});

test.each(named(false))('%s is left alone', async (name) => {
  expect(await flagsOf(name)).toEqual([]);
});

test('sent again, the demonstration is the same events', () => {
  const again = demoConversations(readFileSync(join(root, 'deploy/demo/conversations.txt'), 'utf8'), Date.now());
  expect(again.flatMap(({ events }) => events.map(({ eventId }) => eventId))).toEqual(
    demo.flatMap(({ events }) => events.map(({ eventId }) => eventId)),
  );
});

test('a line that is no message is named', () => {
  expect(() => demoConversations('# harm=none func=x lang=en surface=dm\nhello there', 0)).toThrow(
    'this is no message',
  );
});
