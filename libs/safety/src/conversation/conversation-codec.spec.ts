import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { pb } from '@vigie/contracts';
import fc from 'fast-check';
import { type Conversation } from './conversation.ts';
import { ConversationEncoder, decodeConversation, encodeConversation } from './conversation-codec.ts';
import { weightOf } from './recall.ts';

const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
const count = fc.integer({ min: 0, max: 2 ** 31 });
const time = fc.integer({ min: 0, max: 2 ** 45 });
const numbers = (length: number) => fc.array(fc.float({ noNaN: true }), { minLength: length, maxLength: length });
const floats = (length: number) =>
  fc.array(fc.float({ noNaN: true }), { minLength: length, maxLength: length }).map((list) => Float32Array.from(list));
const stages = fc.array(fc.constantFrom('secrecy', 'threat', 'été'), { maxLength: 3 });

const conversations: fc.Arbitrary<Conversation> = fc
  .record({
    partition: fc.integer({ min: 0, max: 4096 }),
    offset: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    firstSentAt: time,
    lastSentAt: time,
    latestSentAt: time,
    participants: fc
      .array(fc.tuple(id, fc.constant({ ageBand: 'AGE_13_15', ageSource: 'VERIFIED' } as const)), { maxLength: 4 })
      .map((list) => new Map(list)),
    tracks: fc
      .array(
        fc.tuple(
          id,
          fc.record({
            hidden: floats(5),
            riskLogits: numbers(3),
            messages: count,
            lastMessage: count,
            lastSentAt: time,
            obfuscation: count,
            stages,
            raised: fc
              .array(
                fc.tuple(fc.integer({ min: 0, max: 2 }), fc.record({ severity: fc.constantFrom('S0', 'S3'), stages })),
              )
              .map((list) => new Map(list)),
          }),
        ),
        { maxLength: 4 },
      )
      .map((list) => new Map(list)) as fc.Arbitrary<Conversation['tracks']>,
    window: fc.array(
      fc.record({
        eventId: id,
        senderId: id,
        sentAt: time,
        text: fc.string({ unit: 'grapheme', maxLength: 200 }),
        trace: fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' }), {
          noNullPrototype: true,
        }),
        cues: stages,
        contribution: numbers(3),
        risk: numbers(3),
      }),
      { maxLength: 4 },
    ),
    windowWeight: fc.constant(0),
    windowFrom: fc.constant(0),
    vectors: floats(8),
    vectorsAfter: count,
    model: id,
    speakers: count,
    messages: count,
  })
  // Every message of the window has been counted.
  .map((conversation) => ({
    ...conversation,
    messages: conversation.messages + conversation.window.length,
    windowWeight: conversation.window.reduce((sum, message) => sum + weightOf(message), 0),
  }));

test('what is written is read', () =>
  fc.assert(
    fc.property(conversations, (conversation) => {
      const decoded = decodeConversation(encodeConversation(conversation));
      expect(decoded).toEqual(conversation);
    }),
  ));

test('an encoder gives each state its own bytes, and after a reset writes over them', () =>
  fc.assert(
    fc.property(fc.array(conversations, { maxLength: 6 }), (list) => {
      const encoder = new ConversationEncoder();
      for (let round = 0; round < 3; round += 1) {
        const states = list.map((conversation) => encoder.encode(conversation));
        expect(states).toEqual(list.map(encodeConversation));
        encoder.reset();
      }
    }),
  ));

test('the generated code of proto/vigie/v1/state.proto reads it, and what that writes is read', () =>
  fc.assert(
    fc.property(conversations, (conversation) => {
      const bytes = encodeConversation(conversation);
      const message = fromBinary(pb.ConversationStateSchema, bytes);
      expect(message.offset).toBe(BigInt(conversation.offset));
      expect(message.window.map(({ text }) => text)).toEqual(conversation.window.map(({ text }) => text));
      expect(message.tracks.map(({ speakerId }) => speakerId)).toEqual([...conversation.tracks.keys()]);
      expect(encodeConversation(decodeConversation(toBinary(pb.ConversationStateSchema, message)))).toEqual(bytes);
    }),
  ));

test('a Buffer out of the middle of a larger one, as Redis answers, is read alike', () =>
  fc.assert(
    fc.property(conversations, fc.nat(7), (conversation, offset) => {
      const bytes = encodeConversation(conversation);
      const slab = Buffer.alloc(bytes.length + 100, 0xff);
      slab.set(bytes, offset);
      const decoded = decodeConversation(slab.subarray(offset, offset + bytes.length));
      expect(encodeConversation(decoded)).toEqual(bytes);
    }),
  ));

test('bytes that are no state are an error, never a hang', () => {
  fc.assert(
    fc.property(
      conversations,
      fc.nat(),
      fc.uint8Array({ minLength: 1, maxLength: 20 }),
      (conversation, place, noise) => {
        const bytes = encodeConversation(conversation);
        const broken = Uint8Array.of(...bytes.subarray(0, place % (bytes.length + 1)), ...noise);
        try {
          decodeConversation(broken);
        } catch (error) {
          expect((error as Error).message).toMatch(/conversation state|multiple of 4/);
        }
      },
    ),
  );
  for (const bytes of [[0], [0, 1, 2, 3], [0x0a], [0x3a, 0x7f, 1], [0x09, 1, 2], [0x80, 0x80]]) {
    expect(() => decodeConversation(Uint8Array.from(bytes))).toThrow();
  }
});
