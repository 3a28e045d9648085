import fc from 'fast-check';
import { AGE_BANDS, AGE_SOURCES, type ChatEvent, LIMITS, SURFACES } from './chat-event.ts';
import { decodeChatEvent } from './decode-chat-event.ts';
import { encodeChatEventJson, encodeChatEventProtobuf } from './encode-chat-event.ts';
import { isRejection, REJECTION_CODES } from './rejection.ts';

const PROTOBUF = { 'content-type': Buffer.from('application/protobuf') };
const CONTROL_OR_EDGE = /\p{Cc}|^\s|\s$/u;

const text = fc.string({ unit: 'binary', maxLength: 200 });
const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter((value) => !CONTROL_OR_EDGE.test(value));
const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const participant = fc.record({
  id,
  ageBand: fc.constantFrom(...AGE_BANDS),
  ageSource: fc.constantFrom(...AGE_SOURCES),
});

const chatEvent: fc.Arbitrary<ChatEvent> = fc.record({
  eventId: id,
  tenantId: id.filter((value) => !value.includes(':')),
  conversationId: id,
  senderId: id,
  participants: fc.uniqueArray(participant, { selector: (one) => one.id, maxLength: 20 }),
  sentAt: fc.integer({ min: LIMITS.earliestSentAt, max: LIMITS.latestSentAt - 1 }),
  text,
  surface: fc.constantFrom(...SURFACES),
  country: fc.oneof(
    fc.constant(''),
    fc.tuple(letter, letter).map((letters) => letters.join('')),
  ),
  language: fc.constantFrom('', 'fr', 'en-GB', 'zh-Hant-TW'),
  replyToEventId: fc.oneof(fc.constant(''), id),
  trace: fc.dictionary(fc.oneof(fc.constant('__proto__'), text), text, { maxKeys: 5, noNullPrototype: true }),
});

/** A value with some of its leaves replaced, as a careless or hostile producer would send it. */
const mutatedJson = fc
  .tuple(chatEvent, fc.array(fc.tuple(fc.nat(), fc.json()), { maxLength: 3 }))
  .map(([event, mutations]) => {
    let json = encodeChatEventJson(event);
    for (const [seed, value] of mutations) {
      const places = [...json.matchAll(/(?<=:)("(?:[^"\\]|\\.)*"|[\d.]+)/g)];
      const place = places[seed % places.length];
      if (place !== undefined) json = json.slice(0, place.index) + value + json.slice(place.index + place[0].length);
    }
    return Buffer.from(json);
  });

/** Valid bytes with some of them changed or cut off. */
const mutatedBytes = (encode: (event: ChatEvent) => Uint8Array) =>
  fc
    .tuple(chatEvent, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.boolean(), fc.nat())
    .map(([event, changes, cut, length]) => {
      const bytes = Buffer.from(encode(event));
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      return cut ? bytes.subarray(0, length % bytes.length) : bytes;
    });

const isId = (value: string) =>
  value.length >= 1 && value.length <= LIMITS.idLength && value.isWellFormed() && !CONTROL_OR_EDGE.test(value);

function expectEventWithinLimitsOrRejection(value: Uint8Array, headers: Record<string, Uint8Array>): void {
  const result = decodeChatEvent(value, headers);
  if (isRejection(result)) {
    expect(REJECTION_CODES).toContain(result.code);
    expect(result.field).toMatch(/^(?:[a-zA-Z]*|participants\[\d+\](?:\.[a-zA-Z]+)?)$/);
    return;
  }
  expect([result.eventId, result.tenantId, result.conversationId, result.senderId].every(isId)).toBe(true);
  expect(result.tenantId).not.toContain(':');
  expect(result.replyToEventId === '' || isId(result.replyToEventId)).toBe(true);
  expect(result.participants.length).toBeLessThanOrEqual(LIMITS.participants);
  for (const one of result.participants) {
    expect(isId(one.id) && AGE_BANDS.includes(one.ageBand) && AGE_SOURCES.includes(one.ageSource)).toBe(true);
  }
  expect(new Set(result.participants.map((one) => one.id)).size).toBe(result.participants.length);
  expect(Number.isInteger(result.sentAt)).toBe(true);
  expect(result.sentAt >= LIMITS.earliestSentAt && result.sentAt < LIMITS.latestSentAt).toBe(true);
  expect(result.text.isWellFormed() && Buffer.byteLength(result.text) <= LIMITS.textBytes).toBe(true);
  expect(SURFACES).toContain(result.surface);
  expect(result.country).toMatch(/^(?:[A-Z]{2})?$/);
  expect(result.language.length).toBeLessThanOrEqual(35);
  expect(Object.keys(result.trace).length).toBeLessThanOrEqual(LIMITS.traceEntries);
  expect(
    Object.entries(result.trace)
      .flat()
      .every((part) => part.length <= LIMITS.traceValueLength),
  ).toBe(true);
}

test('an event comes back from JSON as it went in', () => {
  fc.assert(
    fc.property(chatEvent, (event) => {
      expect(decodeChatEvent(Buffer.from(encodeChatEventJson(event)), {})).toEqual(event);
    }),
  );
});

test('an event comes back from protobuf, written by protobuf-es, as it went in', () => {
  fc.assert(
    fc.property(chatEvent, (event) => {
      expect(decodeChatEvent(encodeChatEventProtobuf(event), PROTOBUF)).toEqual(event);
    }),
  );
});

test.each([
  ['any bytes', fc.uint8Array({ maxLength: 300 }), {}],
  ['any bytes as protobuf', fc.uint8Array({ maxLength: 300 }), PROTOBUF],
  ['any JSON', fc.json().map((json) => Buffer.from(json)), {}],
  ['JSON with other values', mutatedJson, {}],
  ['JSON with other bytes', mutatedBytes((event) => Buffer.from(encodeChatEventJson(event))), {}],
  ['protobuf with other bytes', mutatedBytes(encodeChatEventProtobuf), PROTOBUF],
] satisfies [string, fc.Arbitrary<Uint8Array>, Record<string, Uint8Array>][])(
  '%s: an event within all limits or a rejection, never a throw',
  (_what, arbitrary, headers) => {
    fc.assert(
      fc.property(arbitrary, (value) => expectEventWithinLimitsOrRejection(value, headers)),
      { numRuns: 500 },
    );
  },
);
