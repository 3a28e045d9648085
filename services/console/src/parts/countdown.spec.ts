import { describe, expect, it } from '@jest/globals';
import { wordsIn } from '../i18n/words.ts';
import { countdown, urgencyOf } from './countdown.ts';

const now = Date.parse('2026-11-24T21:00:00Z');
const after = (seconds: number): string => new Date(now + seconds * 1000).toISOString();
const minute = 60;
const hour = 60 * minute;

describe('the countdown', () => {
  it.each([
    [11 * minute + 59, '11 min left', 'encore 11 min'],
    [59, 'less than 1 min left', 'encore moins d’1 min'],
    [-1, 'due now', 'à traiter à l’instant'],
    [-3 * minute, 'overdue 3 min', 'en retard de 3 min'],
    [2 * hour + 5 * minute, '2 h 05 min left', 'encore 2 h 05 min'],
    [25 * hour, '1 day 1 h left', 'encore 1 jour 1 h'],
    [71 * hour, '2 days 23 h left', 'encore 2 jours 23 h'],
  ])('%p s before the deadline reads "%s"', (seconds, english, french) => {
    expect(countdown(wordsIn('en'), after(seconds), now)).toBe(english);
    expect(countdown(wordsIn('fr'), after(seconds), now)).toBe(french);
  });

  it('stands out in the last quarter of an hour', () => {
    expect([16 * minute, 15 * minute, -1].map((seconds) => urgencyOf(after(seconds), now))).toEqual([
      'calm',
      'soon',
      'overdue',
    ]);
  });
});
