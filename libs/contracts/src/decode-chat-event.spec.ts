import { create, toBinary } from '@bufbuild/protobuf';
import { type ChatEvent } from './chat-event.ts';
import { decodeChatEvent } from './decode-chat-event.ts';
import { ChatEventSchema } from './gen/vigie/v1/chat_pb.ts';
import { isRejection, type RejectionCode } from './rejection.ts';

const minimal = {
  eventId: 'e-91',
  tenantId: 'acme',
  conversationId: 'c-7',
  senderId: 'u-1',
  sentAt: '2026-11-23T19:55:23.120Z',
};
const sentAt = Date.UTC(2026, 10, 23, 19, 55, 23, 120);
const decodedMinimal: ChatEvent = {
  eventId: 'e-91',
  tenantId: 'acme',
  conversationId: 'c-7',
  senderId: 'u-1',
  participants: [],
  sentAt,
  text: '',
  surface: 'SURFACE_UNSPECIFIED',
  country: '',
  language: '',
  replyToEventId: '',
  trace: {},
};

const bytes = (text: string) => Buffer.from(text);
const json = (value: object) => bytes(JSON.stringify(value));
const withText = (text: string) => json({ ...minimal, text });
const PROTOBUF = { 'content-type': bytes('application/protobuf') };
const TIMESTAMP = { seconds: BigInt(Math.floor(sentAt / 1000)), nanos: 120_000_000 };
/** Takes anything, since it also makes what no honest producer writes. */
const protobuf = (fields: object = {}) =>
  toBinary(ChatEventSchema, create(ChatEventSchema, { ...minimal, sentAt: TIMESTAMP, ...fields }));
/** Appended fields: in protobuf the last of a field counts. */
const protobufAnd = (...more: number[]) => Buffer.concat([protobuf(), Buffer.from(more)]);
const people = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `u-${i}` }));
const deep = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

type Case = [what: string, value: Uint8Array | null, code: RejectionCode, field: string];

const badJson: Case[] = [
  ['a tombstone', null, 'VALUE_MISSING', ''],
  ['10 MiB', Buffer.alloc(10 * 1024 * 1024, 0x20), 'VALUE_TOO_LARGE', ''],
  ['one byte more than 64 KiB', Buffer.alloc(64 * 1024 + 1, 0x20), 'VALUE_TOO_LARGE', ''],
  ['no bytes', bytes(''), 'JSON_INVALID', ''],
  ['not JSON', bytes('hello'), 'JSON_INVALID', ''],
  ['half of an object', bytes('{"eventId":"e-1"'), 'JSON_INVALID', ''],
  ['an array', bytes('[]'), 'JSON_INVALID', ''],
  ['null', bytes('null'), 'JSON_INVALID', ''],
  ['a string', bytes('"text"'), 'JSON_INVALID', ''],
  ['60,000 brackets', bytes('['.repeat(60_000)), 'JSON_INVALID', ''],
  ['protobuf without its header', protobuf().subarray(0, 20), 'JSON_INVALID', ''],
  ['Latin-1', Buffer.from(JSON.stringify({ ...minimal, text: 'é' }), 'latin1'), 'UTF8_INVALID', ''],
  ['surrogates encoded as bytes', Buffer.from([0x7b, 0xed, 0xa0, 0x80, 0x7d]), 'UTF8_INVALID', ''],
  ['an object that looks like a rejection', json({ code: 'VALUE_MISSING', field: 'x' }), 'FIELD_MISSING', 'eventId'],
  ...Object.keys(minimal).flatMap((field): Case[] => [
    [`no ${field}`, json({ ...minimal, [field]: undefined }), 'FIELD_MISSING', field],
    [`${field} null`, json({ ...minimal, [field]: null }), 'FIELD_MISSING', field],
    [`${field} a number`, json({ ...minimal, [field]: 91 }), 'FIELD_TYPE', field],
    [`${field} an object`, json({ ...minimal, [field]: {} }), 'FIELD_TYPE', field],
  ]),
  ['an empty id', json({ ...minimal, senderId: '' }), 'FIELD_MISSING', 'senderId'],
  ['an id of 129', json({ ...minimal, conversationId: 'x'.repeat(129) }), 'FIELD_TOO_LONG', 'conversationId'],
  ['NUL in an id', json({ ...minimal, eventId: 'a\0b' }), 'ID_INVALID', 'eventId'],
  ['DEL in an id', json({ ...minimal, eventId: 'a\x7f' }), 'ID_INVALID', 'eventId'],
  ['a line break in an id', json({ ...minimal, senderId: 'a\nb' }), 'ID_INVALID', 'senderId'],
  ['a lone surrogate in an id', json({ ...minimal, senderId: 'a\ud800' }), 'ID_INVALID', 'senderId'],
  ['white space before an id', json({ ...minimal, senderId: ' a' }), 'ID_INVALID', 'senderId'],
  ['white space after an id', json({ ...minimal, senderId: 'é\u00a0' }), 'ID_INVALID', 'senderId'],
  ['an id of white space', json({ ...minimal, senderId: ' ' }), 'ID_INVALID', 'senderId'],
  ['a tenant with the separator', json({ ...minimal, tenantId: 'a:b' }), 'ID_INVALID', 'tenantId'],
  ['a bad reply id', json({ ...minimal, replyToEventId: 'a\0' }), 'ID_INVALID', 'replyToEventId'],
  ['a date in words', json({ ...minimal, sentAt: 'yesterday' }), 'DATE_INVALID', 'sentAt'],
  ['30 February', json({ ...minimal, sentAt: '2026-02-30T00:00:00Z' }), 'DATE_INVALID', 'sentAt'],
  ['month 13', json({ ...minimal, sentAt: '2026-13-01T00:00:00Z' }), 'DATE_INVALID', 'sentAt'],
  ['a day without a time', json({ ...minimal, sentAt: '2026-11-23' }), 'DATE_INVALID', 'sentAt'],
  ['1601', json({ ...minimal, sentAt: '1601-01-01T00:00:00Z' }), 'DATE_OUT_OF_RANGE', 'sentAt'],
  ['2999', json({ ...minimal, sentAt: '2999-12-31T23:59:59Z' }), 'DATE_OUT_OF_RANGE', 'sentAt'],
  ['text a number', json({ ...minimal, text: 7 }), 'FIELD_TYPE', 'text'],
  ['text over 16 KiB in bytes', withText('é'.repeat(8 * 1024 + 1)), 'FIELD_TOO_LONG', 'text'],
  ['an unknown surface', json({ ...minimal, surface: 'TELEPATHY' }), 'ENUM_UNKNOWN', 'surface'],
  ['surface 99', json({ ...minimal, surface: 99 }), 'ENUM_UNKNOWN', 'surface'],
  ['surface -1', json({ ...minimal, surface: -1 }), 'ENUM_UNKNOWN', 'surface'],
  ['surface 1.5', json({ ...minimal, surface: 1.5 }), 'FIELD_TYPE', 'surface'],
  ['surface true', json({ ...minimal, surface: true }), 'FIELD_TYPE', 'surface'],
  ['surface from the prototype', json({ ...minimal, surface: 'length' }), 'ENUM_UNKNOWN', 'surface'],
  ['participants an object', json({ ...minimal, participants: {} }), 'FIELD_TYPE', 'participants'],
  ['a participant null', json({ ...minimal, participants: [null] }), 'FIELD_TYPE', 'participants[0]'],
  ['a participant a name', json({ ...minimal, participants: ['u-1'] }), 'FIELD_TYPE', 'participants[0]'],
  ['no id', json({ ...minimal, participants: [{ id: 'a' }, {}] }), 'FIELD_MISSING', 'participants[1].id'],
  [
    'an age a number of years',
    json({ ...minimal, participants: [...people(3), { id: 'a', ageBand: 14.5 }] }),
    'FIELD_TYPE',
    'participants[3].ageBand',
  ],
  [
    'an unknown age source',
    json({ ...minimal, participants: [{ id: 'a', ageSource: 'RUMOUR' }] }),
    'ENUM_UNKNOWN',
    'participants[0].ageSource',
  ],
  ['300 participants', json({ ...minimal, participants: people(300) }), 'TOO_MANY_PARTICIPANTS', 'participants'],
  ['country in three letters', json({ ...minimal, country: 'FRA' }), 'FIELD_TYPE', 'country'],
  ['country in digits', json({ ...minimal, country: '33' }), 'FIELD_TYPE', 'country'],
  ['a Kelvin sign for a K', json({ ...minimal, country: 'U\u212a' }), 'FIELD_TYPE', 'country'],
  ['language of 36', json({ ...minimal, language: 'x'.repeat(36) }), 'FIELD_TOO_LONG', 'language'],
  ['language a list', json({ ...minimal, language: ['fr'] }), 'FIELD_TYPE', 'language'],
  ['trace a list', json({ ...minimal, trace: ['a'] }), 'FIELD_TYPE', 'trace'],
  ['trace with a number', json({ ...minimal, trace: { ip: 1 } }), 'FIELD_TYPE', 'trace'],
  ['a long trace', json({ ...minimal, trace: { ip: 'x'.repeat(1025) } }), 'FIELD_TOO_LONG', 'trace'],
  [
    'a wide trace',
    json({ ...minimal, trace: Object.fromEntries(people(33).map(({ id }) => [id, ''])) }),
    'FIELD_TOO_LONG',
    'trace',
  ],
];

const badProtobuf: Case[] = [
  ['a tombstone', null, 'VALUE_MISSING', ''],
  ['10 MiB', Buffer.alloc(10 * 1024 * 1024), 'VALUE_TOO_LARGE', ''],
  ['JSON in its place', json(minimal), 'PROTOBUF_INVALID', ''],
  ['cut off', protobuf().subarray(0, 10), 'PROTOBUF_INVALID', ''],
  ['a varint without end', Buffer.alloc(20, 0xff), 'PROTOBUF_INVALID', ''],
  ['groups within groups', Buffer.alloc(60_000, 0x7b), 'PROTOBUF_INVALID', ''],
  ['the end of no group', protobufAnd(0x7c), 'PROTOBUF_INVALID', ''],
  ['field 0', protobufAnd(0x02, 0x00), 'PROTOBUF_INVALID', ''],
  ['a participant that runs over its end', protobufAnd(0x2a, 0x02, 0x0a, 0x01, 0x3a, 0x00), 'PROTOBUF_INVALID', ''],
  ['no bytes', bytes(''), 'FIELD_MISSING', 'eventId'],
  ...(['eventId', 'tenantId', 'conversationId', 'senderId'] as const).map((field): Case => [
    `no ${field}`,
    protobuf({ [field]: '' }),
    'FIELD_MISSING',
    field,
  ]),
  [
    'no date',
    toBinary(ChatEventSchema, create(ChatEventSchema, { ...minimal, sentAt: undefined })),
    'FIELD_MISSING',
    'sentAt',
  ],
  ['a surface in words', protobufAnd(0x42, 0x01, 0x31), 'FIELD_TYPE', 'surface'],
  ['a text that is a number', protobufAnd(0x38, 0x01), 'FIELD_TYPE', 'text'],
  ['a participant that is a number', protobufAnd(0x28, 0x01), 'FIELD_TYPE', 'participants[0]'],
  ['an age in words', protobufAnd(0x2a, 0x03, 0x12, 0x01, 0x31), 'FIELD_TYPE', 'participants[0].ageBand'],
  ['a date that is text', protobufAnd(0x32, 0x03, 0x0a, 0x01, 0x31), 'FIELD_TYPE', 'sentAt'],
  ['text that is not UTF-8', protobufAnd(0x3a, 0x01, 0xff), 'UTF8_INVALID', 'text'],
  ['surrogates encoded as bytes', protobufAnd(0x3a, 0x03, 0xed, 0xa0, 0x80), 'UTF8_INVALID', 'text'],
  ['a name that is not UTF-8', protobufAnd(0x2a, 0x03, 0x0a, 0x01, 0xff), 'UTF8_INVALID', 'participants[0].id'],
  ['NUL in an id', protobuf({ eventId: 'a\0' }), 'ID_INVALID', 'eventId'],
  ['a tenant with the separator', protobuf({ tenantId: 'a:b' }), 'ID_INVALID', 'tenantId'],
  ['an id of 129', protobuf({ senderId: 'x'.repeat(129) }), 'FIELD_TOO_LONG', 'senderId'],
  ['1601', protobuf({ sentAt: { seconds: BigInt(Date.UTC(1601, 0, 1) / 1000) } }), 'DATE_OUT_OF_RANGE', 'sentAt'],
  ['2999', protobuf({ sentAt: { seconds: BigInt(Date.UTC(2999, 0, 1) / 1000) } }), 'DATE_OUT_OF_RANGE', 'sentAt'],
  ['the end of time', protobuf({ sentAt: { seconds: 2n ** 63n - 1n } }), 'DATE_OUT_OF_RANGE', 'sentAt'],
  ['a second of more than a second', protobuf({ sentAt: { ...TIMESTAMP, nanos: 1e9 } }), 'DATE_INVALID', 'sentAt'],
  ['surface 99', protobuf({ surface: 99 }), 'ENUM_UNKNOWN', 'surface'],
  ['surface -1', protobuf({ surface: -1 }), 'ENUM_UNKNOWN', 'surface'],
  ['age 7', protobuf({ participants: [{ id: 'a', ageBand: 7 }] }), 'ENUM_UNKNOWN', 'participants[0].ageBand'],
  ['no id', protobuf({ participants: [{}] }), 'FIELD_MISSING', 'participants[0].id'],
  ['300 participants', protobuf({ participants: people(300) }), 'TOO_MANY_PARTICIPANTS', 'participants'],
  ['a long text', protobuf({ text: 'x'.repeat(16 * 1024 + 1) }), 'FIELD_TOO_LONG', 'text'],
  ['country in three letters', protobuf({ country: 'FRA' }), 'FIELD_TYPE', 'country'],
  ['a long trace', protobuf({ trace: { ip: 'x'.repeat(1025) } }), 'FIELD_TOO_LONG', 'trace'],
];

test.each(badJson)('JSON, refused: %s', (_what, value, code, field) => {
  expect(decodeChatEvent(value, {})).toEqual({ code, field });
});

test.each(badProtobuf)('protobuf, refused: %s', (_what, value, code, field) => {
  expect(decodeChatEvent(value, PROTOBUF)).toEqual({ code, field });
});

const accepted: [what: string, value: Uint8Array, expected: Partial<ChatEvent>][] = [
  ['nothing but what must be', json(minimal), {}],
  ['an empty text', withText(''), {}],
  ['text null', json({ ...minimal, text: null, participants: null, surface: null, trace: null }), {}],
  ['fields that the platform added', json({ ...minimal, code: 'X', likes: [{ a: 1 }], toString: 1 }), {}],
  ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), json(minimal)]), {}],
  ['NUL in text', withText('a\0b'), { text: 'a\0b' }],
  ['lone surrogates in text', withText('a\ud800b\udc00'), { text: 'a\ufffdb\ufffd' }],
  ['16 KiB of text', withText('x'.repeat(16 * 1024)), { text: 'x'.repeat(16 * 1024) }],
  ['an id of 128', json({ ...minimal, senderId: '😀'.repeat(64) }), { senderId: '😀'.repeat(64) }],
  ['a conversation with colons', json({ ...minimal, conversationId: 'a:b' }), { conversationId: 'a:b' }],
  [
    '256 participants',
    json({ ...minimal, participants: people(256) }),
    { participants: people(256).map((one) => ({ ...one, ageBand: 'UNKNOWN', ageSource: 'AGE_SOURCE_UNSPECIFIED' })) },
  ],
  ['enum numbers', json({ ...minimal, surface: 4 }), { surface: 'GAME' }],
  ['a country in small letters', json({ ...minimal, country: 'fr' }), { country: 'FR' }],
  [
    'the last of equal keys',
    bytes(JSON.stringify({ ...minimal, text: 'a' }).replace('}', ',"text":"b"}')),
    { text: 'b' },
  ],
  [
    'a trace that looks like a rejection',
    json({ ...minimal, trace: { code: 'FIELD_TYPE' } }),
    { trace: { code: 'FIELD_TYPE' } },
  ],
  [
    'lone surrogates in a trace',
    json({ ...minimal, trace: { 'a\ud800': '\udc00' } }),
    { trace: { 'a\ufffd': '\ufffd' } },
  ],
  ['a bomb of 30,000 levels', bytes(`{"x":${deep('[', ']', 30_000)},${JSON.stringify(minimal).slice(1)}`), {}],
  [
    'names of the proto file',
    json({
      event_id: 'e-91',
      tenant_id: 'acme',
      conversation_id: 'c-7',
      sender_id: 'u-1',
      sent_at: '2026-11-23T20:55:23.120999999+01:00',
      reply_to_event_id: 'e-90',
      participants: [{ id: 'u-2', age_band: 'AGE_13_15', age_source: 2 }],
    }),
    { replyToEventId: 'e-90', participants: [{ id: 'u-2', ageBand: 'AGE_13_15', ageSource: 'VERIFIED' }] },
  ],
  [
    'a participant twice: the last counts, in the place of the first',
    json({ ...minimal, participants: [{ id: 'a', ageBand: 'ADULT' }, { id: 'b' }, { id: 'a', ageBand: 'MINOR' }] }),
    {
      participants: [
        { id: 'a', ageBand: 'MINOR', ageSource: 'AGE_SOURCE_UNSPECIFIED' },
        { id: 'b', ageBand: 'UNKNOWN', ageSource: 'AGE_SOURCE_UNSPECIFIED' },
      ],
    },
  ],
];

test.each(accepted)('accepted: %s', (_what, value, expected) => {
  expect(decodeChatEvent(value, {})).toEqual({ ...decodedMinimal, ...expected });
});

test('protobuf: unknown fields and groups are passed over, a text that begins with U+FEFF keeps it', () => {
  const value = protobufAnd(0x7b, 0x7b, 0x08, 0x01, 0x7c, 0x7c, 0xf8, 0x07, 0x01, 0x3a, 0x03, 0xef, 0xbb, 0xbf);
  expect(decodeChatEvent(value, PROTOBUF)).toEqual({ ...decodedMinimal, text: '\ufeff' });
});

test('the prototype of the result cannot be reached from outside', () => {
  const polluted = JSON.stringify(minimal).replace('}', ',"__proto__":{"text":"x"},"trace":{"__proto__":"y"}}');
  const event = decodeChatEvent(bytes(polluted), {}) as ChatEvent;
  expect(event.text).toBe('');
  expect(Object.entries(event.trace)).toEqual([['__proto__', 'y']]);
  expect(({} as { text?: string }).text).toBeUndefined();
  const trace = [0x62, 14, 0x0a, 9, ...bytes('__proto__'), 0x12, 1, ...bytes('y')];
  expect(Object.entries((decodeChatEvent(protobufAnd(...trace), PROTOBUF) as ChatEvent).trace)).toEqual([
    ['__proto__', 'y'],
  ]);
});

test('rejections say nothing of the content', () => {
  const secret = 'a secret';
  const value = json({ ...minimal, trace: { [secret]: 1 }, [secret]: secret });
  expect(JSON.stringify(decodeChatEvent(value, {}))).not.toContain(secret);
  expect(isRejection(decodeChatEvent(bytes(secret), {}))).toBe(true);
});
