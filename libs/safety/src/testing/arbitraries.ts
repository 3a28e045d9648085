import { AGE_BANDS, type ChatEvent, SURFACES } from '@vigie/contracts';
import fc from 'fast-check';
import { type Arrival } from '../scoring/step-tracks.ts';

/** Arbitraries that the property tests of the domain share. */

export const words = fc.constantFrom(
  'hi',
  'ok',
  'cool',
  'secret',
  'pay',
  'kill',
  'game',
  'maman',
  'demain',
  'u',
  '😀',
  'été',
  'pаy',
);

export const texts = fc.oneof(
  { weight: 8, arbitrary: fc.array(words, { maxLength: 12 }).map((list) => list.join(' ')) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
);

const speaker = fc.constantFrom('u-1', 'u-2', 'u-3');

export const events: fc.Arbitrary<ChatEvent> = fc.record({
  eventId: fc.integer({ min: 0, max: 400 }).map((n) => `e-${n}`),
  tenantId: fc.constant('acme'),
  conversationId: fc.constantFrom('c-1', 'c-2', 'c-3'),
  senderId: speaker,
  participants: fc.uniqueArray(
    fc.record({
      id: speaker,
      ageBand: fc.constantFrom(...AGE_BANDS),
      ageSource: fc.constantFrom('DECLARED' as const, 'AGE_SOURCE_UNSPECIFIED' as const),
    }),
    { maxLength: 3, selector: ({ id }) => id },
  ),
  sentAt: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 0, 9) }),
  text: texts,
  surface: fc.constantFrom(...SURFACES),
  country: fc.constantFrom('', 'FR'),
  language: fc.constantFrom('', 'fr', 'en'),
  replyToEventId: fc.constant(''),
  trace: fc.constantFrom({}, { accountRef: 'a-1' }),
});

/** A log of one partition: mostly in the order of time, sometimes late, sometimes the same event again. */
export const logs: fc.Arbitrary<readonly Arrival[]> = fc
  .array(events, { minLength: 1, maxLength: 120 })
  .map((list) => list.map((event, offset) => ({ event, partition: 0, offset })));

/** Cuts a list into batches at the places that the second argument names. */
export function cut<T>(list: readonly T[], places: readonly number[]): T[][] {
  const borders = [...new Set(places.map((place) => place % (list.length + 1)))].sort((a, b) => a - b);
  return [...borders, list.length]
    .map((end, i) => list.slice(i === 0 ? 0 : borders[i - 1], end))
    .filter((b) => b.length > 0);
}
