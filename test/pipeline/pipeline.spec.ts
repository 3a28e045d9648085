import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeFlag, deadLetterTopic, type Flag, isRejection, TOPICS } from '@vigie/contracts';
import { benchRecords } from '../bench/messages.ts';
import { ROOT, System } from './system.ts';

/**
 * A conversation goes all the way, through real processes: what the command line tool says offline is what comes out of
 * Kafka, whatever is killed on the way; and what cannot be read is put aside with its reason.
 */
let system: System;
beforeAll(async () => {
  system = await System.prepare();
  await system.start('alerts');
  await system.start('scorer');
}, 180_000);
afterAll(() => system.end(), 60_000);

interface ScoredLine {
  readonly eventId: string;
  readonly conversationId: string;
  readonly flags: readonly { flagId: string; harm: string; actorId: string; severity: string; score: number }[];
}

/** Messages of the corpus under a tenant of their own, and what `vigie score` says of them. */
async function expectation(tenant: string, count: number, live: number) {
  const records = benchRecords(ROOT, count, live, { tenantId: tenant, harmfulOneIn: 2 });
  const file = join(system.folder, `${tenant}.jsonl`);
  writeFileSync(file, records.map(({ value }) => `${value.toString()}\n`).join(''));
  const out = await system.vigie('score', '--in', file);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ScoredLine);
  expect(lines).toHaveLength(count);
  return { records, file, lines, flags: lines.flatMap(({ flags }) => flags) };
}

async function flagsInKafka(tenant: string): Promise<Flag[]> {
  const flags = (await system.read(TOPICS.flags)).map(({ value }) => decodeFlag(value));
  return flags.filter((flag): flag is Flag => !isRejection(flag) && flag.tenantId === tenant);
}

/** What identifies and weighs a flag, for comparing. */
const essence = ({ flagId, harm, actorId, severity, score }: ScoredLine['flags'][number]) =>
  JSON.stringify([flagId, harm, actorId, severity, score]);

test('the same events through `vigie score` and through Kafka give the same flags with the same scores', async () => {
  const { file, flags } = await expectation('same', 3000, 40);
  expect(flags.length).toBeGreaterThan(20);
  await system.vigie('send', file);
  await system.settled();
  expect((await flagsInKafka('same')).map(essence).sort()).toEqual(flags.map(essence).sort());
}, 180_000);

test('kill -9 of scorer and alerts in the middle of 20,000 events: every flag and every case exactly once', async () => {
  const { records, lines, flags } = await expectation('killed', 20_000, 400);
  const sending = system.send(records);
  const struck: number[] = [];
  for (const [service, after] of [
    ['scorer', 400],
    ['alerts', 700],
    ['scorer', 300],
    ['alerts', 300],
  ] as const) {
    await sleep(after);
    if (service === 'scorer') struck.push(await system.lag());
    await system.kill(service);
    await system.start(service);
  }
  await sending;
  await system.settled();
  expect(Math.min(...struck)).toBeGreaterThan(0); // the kills met work in progress

  const found = new Map((await flagsInKafka('killed')).map((flag) => [flag.flagId, flag]));
  expect([...found.values()].map(essence).sort()).toEqual(flags.map(essence).sort());

  const expected = new Map<string, number>();
  for (const { conversationId, flags } of lines) {
    for (const { actorId, harm } of flags) {
      const key = `${conversationId} ${actorId} ${harm}`;
      expected.set(key, (expected.get(key) ?? 0) + 1);
    }
  }
  const cases = await system.cases('killed');
  expect(cases).toHaveLength(expected.size);
  expect(new Map(cases.map((row) => [`${row.conversationId} ${row.actorId} ${row.harm}`, row.flags]))).toEqual(
    expected,
  );
}, 300_000);

test('the view of the cases is the same after Redis has been wiped and `vigie rebuild` has been run', async () => {
  const dump = async () => {
    const rows = await system.cases('killed');
    const detail = await (await system.api(`/v1/cases/${rows[0]!.caseId}`)).json();
    return { rows, detail };
  };
  const [first] = await system.cases('killed');
  const claimed = await system.api(`/v1/cases/${first!.caseId}/commands`, {
    method: 'POST',
    body: JSON.stringify({ type: 'claim' }),
  });
  expect(claimed.status).toBe(200);
  const before = await dump();
  expect(before.rows[0]).toMatchObject({ state: 'CLAIMED', version: first!.version + 1 });

  await system.wipeRedis();
  await system.vigie('rebuild');
  expect(await dump()).toEqual(before);
}, 120_000);

test('commands: a stale version is refused, a key given twice is one command, a token is asked for', async () => {
  const row = (await system.cases('killed')).find(({ state }) => state === 'OPEN')!;
  const post = (body: object, headers: Record<string, string> = {}) =>
    system.api(`/v1/cases/${row.caseId}/commands`, { method: 'POST', body: JSON.stringify(body), headers });
  const claims = await Promise.all([post({ type: 'claim' }), post({ type: 'claim' })]);
  expect(claims.map(({ status }) => status).sort()).toEqual([200, 200]); // one person twice is no conflict
  const stale = await post({ type: 'decide', disposition: 'CONFIRMED', reason: 'test' }, { 'if-match': '"1"' });
  expect(stale.status).toBe(412);
  expect(stale.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const decided = await post({ type: 'decide', disposition: 'CONFIRMED', reason: 'test' }, { 'idempotency-key': 'k1' });
  expect(await decided.json()).toMatchObject({ state: 'DECIDED', disposition: 'CONFIRMED' });
  const again = await post({ type: 'decide', disposition: 'CONFIRMED', reason: 'test' }, { 'idempotency-key': 'k1' });
  expect(again.status).toBe(200);
  expect((await post({ type: 'claim' })).status).toBe(409);
  expect((await system.api('/v1/cases', { headers: { authorization: '' } })).status).toBe(401);
}, 60_000);

const good = (text: string, more: object = {}) =>
  JSON.stringify({
    eventId: 'e-1',
    tenantId: 'bad',
    conversationId: 'c-1',
    senderId: 'u-1',
    sentAt: '2026-11-23T19:55:23.120Z',
    text,
    ...more,
  });
const participants = (n: number) => Array.from({ length: n }, (_, i) => ({ id: `u-${i}` }));

/** [what, value, expected code and field; null: accepted] */
const BAD: readonly (readonly [
  string,
  Buffer | string | null,
  readonly [string, string] | null,
  Record<string, string>?,
])[] = [
  ['not JSON', 'hello', ['JSON_INVALID', '']],
  [
    'not protobuf',
    Buffer.from([0xff, 0xff, 0xff]),
    ['PROTOBUF_INVALID', ''],
    { 'content-type': 'application/protobuf' },
  ],
  ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), ['UTF8_INVALID', '']],
  ['another content type', good('x'), ['CONTENT_TYPE_UNSUPPORTED', ''], { 'content-type': 'text/xml' }],
  ['a tombstone', null, ['VALUE_MISSING', '']],
  ['a list', '[]', ['JSON_INVALID', '']],
  ['a number as text', good('x', { text: 7 }), ['FIELD_TYPE', 'text']],
  ['a text as participants', good('x', { participants: 'u-1' }), ['FIELD_TYPE', 'participants']],
  ['a missing id', good('x', { senderId: undefined }), ['FIELD_MISSING', 'senderId']],
  ['an empty id', good('x', { eventId: '' }), ['FIELD_MISSING', 'eventId']],
  ['NUL in an id', good('x', { eventId: 'e\u0000' }), ['ID_INVALID', 'eventId']],
  ['a lone surrogate in an id', good('x', { eventId: 'e\ud800' }), ['ID_INVALID', 'eventId']],
  ['1601', good('x', { sentAt: '1601-01-01T00:00:00Z' }), ['DATE_OUT_OF_RANGE', 'sentAt']],
  ['2999', good('x', { sentAt: '2999-01-01T00:00:00Z' }), ['DATE_OUT_OF_RANGE', 'sentAt']],
  ['30 February', good('x', { sentAt: '2026-02-30T00:00:00Z' }), ['DATE_INVALID', 'sentAt']],
  ['10 MiB', Buffer.alloc(10 * 1024 * 1024, 0x20), ['VALUE_TOO_LARGE', '']],
  ['300 participants', good('x', { participants: participants(300) }), ['TOO_MANY_PARTICIPANTS', 'participants']],
  ['an unknown surface', good('x', { surface: 'MOON' }), ['ENUM_UNKNOWN', 'surface']],
  [
    'an unknown age',
    good('x', { participants: [{ id: 'u', ageBand: 'OLD' }] }),
    ['ENUM_UNKNOWN', 'participants[0].ageBand'],
  ],
  ['a lone surrogate in the text', good('a\ud800b', { eventId: 'ok-1' }), null],
  ['NUL in the text', good('a\u0000b', { eventId: 'ok-2' }), null],
  ['an empty text', good('', { eventId: 'ok-3' }), null],
  ['256 participants', good('x', { eventId: 'ok-4', participants: participants(256) }), null],
];

test('bad input: each is accepted as specified or lies in chat.events.dlt with code and field, and the partition goes on', async () => {
  const key = 'bad:c-1';
  const before = await system.metric('scorer', /^vigie_scorer_messages_total\{result="scored"\} (\d+)$/m);
  await system.send(BAD.map(([, value, , headers]) => ({ key, value: asBuffer(value), ...(headers && { headers }) })));
  await system.settled();

  const letters = (await system.read(deadLetterTopic(TOPICS.chatEvents))).filter(({ key: k }) => k?.toString() === key);
  const reasons = letters.map(({ headers }) => [text(headers['vigie-dlt-code']), text(headers['vigie-dlt-field'])]);
  expect(reasons).toEqual(BAD.flatMap(([, , reason]) => (reason === null ? [] : [reason])));
  expect(letters.map(({ value }) => value)).toEqual(
    BAD.flatMap(([, value, reason]) => (reason === null ? [] : [asBuffer(value)])),
  );
  const accepted = BAD.filter(([, , reason]) => reason === null).length;
  const after = await system.metric('scorer', /^vigie_scorer_messages_total\{result="scored"\} (\d+)$/m);
  expect(after - before).toBe(accepted);
}, 60_000);

function asBuffer(value: Buffer | string | null): Buffer | null {
  return typeof value === 'string' ? Buffer.from(value) : value;
}

function text(header: Buffer | undefined): string {
  return header?.toString() ?? '';
}
