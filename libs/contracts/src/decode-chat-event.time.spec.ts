import fc from 'fast-check';
import { parseTime, readTime } from './decode-chat-event.time.ts';

test.each([
  ['2026-11-23T19:55:23Z', '2026-11-23T19:55:23.000Z'],
  ['2026-11-23t19:55:23.1z', '2026-11-23T19:55:23.100Z'],
  ['2026-11-23T19:55:23.123456789Z', '2026-11-23T19:55:23.123Z'],
  ['2026-11-23T23:55:23.999+05:30', '2026-11-23T18:25:23.999Z'],
  ['2026-11-23T23:55:23-01:00', '2026-11-24T00:55:23.000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['2000-02-29T00:00:00-00:00', '2000-02-29T00:00:00.000Z'],
])('%s', (text, expected) => {
  expect(new Date(parseTime(text)).toISOString()).toBe(expected);
});

test.each([
  ...[
    '',
    '2026',
    'yesterday',
    '2026-11-23T19:55:23',
    '2026-11-23 19:55:23Z',
    '2026-11-23T19:55Z',
    '2026-11-23T19:55:23.Z',
  ],
  ...[
    '2025-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
  ],
  ...['2026-11-23T24:00:00Z', '2026-11-23T23:60:00Z', '2026-11-23T23:59:60Z', '2026-11-23T19:55:23.1234567890Z'],
  ...['2026-11-23T19:55:23+24:00', '2026-11-23T19:55:23+0100', '2026-11-23T19:55:23+01', '2026-11-23T19:55:23ZZ'],
  ...[
    '20x6-11-23T19:55:23Z',
    '-026-11-23T19:55:23Z',
    '2026-1x-23T19:55:23Z',
    '２026-11-23T19:55:23Z',
    '2026-11-23T19:55:23.1xZ',
  ],
])('no date: "%s"', (text) => {
  expect(parseTime(text)).toBeNaN();
});

test('every date that JavaScript writes is read as JavaScript means it', () => {
  const dates = fc.date({
    min: new Date('0000-01-01'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });
  fc.assert(fc.property(dates, (date) => parseTime(date.toISOString()) === date.getTime()));
});

test('the borders of the range', () => {
  expect(readTime('1999-12-31T23:59:59.999Z', 'sentAt')).toEqual({ code: 'DATE_OUT_OF_RANGE', field: 'sentAt' });
  expect(readTime('2000-01-01T00:00:00Z', 'sentAt')).toBe(Date.UTC(2000, 0, 1));
  expect(readTime('2099-12-31T23:59:59.999999999Z', 'sentAt')).toBe(Date.UTC(2100, 0, 1) - 1);
  expect(readTime('2099-12-31T23:59:59-01:00', 'sentAt')).toEqual({ code: 'DATE_OUT_OF_RANGE', field: 'sentAt' });
});
