import { type Words } from '../i18n/words.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export type Urgency = 'calm' | 'soon' | 'overdue';

/** Below this much time left a deadline stands out. */
const soonMs = 15 * minute;

export const urgencyOf = (dueAt: string, now: number): Urgency => {
  const left = Date.parse(dueAt) - now;
  return left < 0 ? 'overdue' : left <= soonMs ? 'soon' : 'calm';
};

/** "11 min left", "overdue 3 min": never more time than there is, so minutes begun are not counted. */
export function countdown(words: Words, dueAt: string, now: number): string {
  const left = Date.parse(dueAt) - now;
  const direction = left < 0 ? 'overdue' : 'left';
  const span = Math.abs(left);
  if (span < minute) return words.say(`countdown.${direction}.moment`);
  return words.say(`countdown.${direction}`, { span: duration(words, span) });
}

/** The two largest units that matter: "3 min", "2 h 05 min", "1 day 4 h". */
export function duration(words: Words, ms: number): string {
  if (ms < hour) return words.say('duration.minutes', { minutes: Math.floor(ms / minute) });
  if (ms < day) {
    const minutes = String(Math.floor((ms % hour) / minute)).padStart(2, '0');
    return words.say('duration.hours', { hours: Math.floor(ms / hour), minutes });
  }
  return words.say('duration.days', { days: Math.floor(ms / day), hours: Math.floor((ms % day) / hour) });
}
