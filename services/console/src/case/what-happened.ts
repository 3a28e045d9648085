import { type HistoryEntry } from '../api/types.ts';
import { isolate } from '../i18n/isolate.ts';
import { keyOf, type Words } from '../i18n/words.ts';

/** Who did what: "You claimed the case", "Vigie raised the severity from Weak to Developing", "ada decided · Reported". */
export function whatHappened(words: Words, entry: HistoryEntry, me: string | undefined): string {
  const by = entry.by === 'vigie' ? words.say('desk.name') : entry.by;
  const key = keyOf(`event.${entry.type}`);
  const deed =
    key === undefined
      ? `${isolate(by)}: ${words.nameOf('event', entry.type)}`
      : words.say(key, { who: entry.by === me ? 'me' : 'other', by: isolate(by) });
  if (entry.disposition) return `${deed} · ${words.nameOf('disposition', entry.disposition)}`;
  if (entry.from === undefined || entry.to === undefined) return deed;
  const names = { from: words.nameOf('severity', entry.from), to: words.nameOf('severity', entry.to) };
  return `${deed} ${words.say('case.history.from-to', names)}`;
}
