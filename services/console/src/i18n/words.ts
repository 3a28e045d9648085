import { IntlMessageFormat } from 'intl-messageformat';
import { en, type MessageKey } from './en/index.ts';
import { fr } from './fr/index.ts';

export type Language = 'en' | 'fr';
export type Values = Record<string, string | number | boolean>;

export const catalogues: Record<Language, Record<MessageKey, string>> = { en, fr };
export const languages: readonly Language[] = ['en', 'fr'];

/** Everything the page says, in one language. */
export interface Words {
  language: Language;
  say(key: MessageKey, values?: Values): string;
  /** Does the message speak of this value? (A sentence names a person once, then says "them".) */
  mentions(key: MessageKey, value: string): boolean;
  /** The name of an id that belongs to the model or the platform; an unknown one reads as itself, without underscores. */
  nameOf(kind: NameKind, id: string): string;
}

export type NameKind =
  'harm' | 'cue' | 'age' | 'ageSource' | 'surface' | 'state' | 'severity' | 'disposition' | 'event';

const isKey = (key: string): key is MessageKey => Object.hasOwn(en, key);

/** The key of a message that exists only for known ids. */
export const keyOf = (key: string): MessageKey | undefined => (isKey(key) ? key : undefined);

const readable = (id: string): string => id.replaceAll('_', ' ').toLowerCase();

export function wordsIn(language: Language): Words {
  const catalogue = catalogues[language];
  const parsed = new Map<MessageKey, IntlMessageFormat>();
  const messageOf = (key: MessageKey): IntlMessageFormat => {
    const known = parsed.get(key) ?? new IntlMessageFormat(catalogue[key], language, undefined, { ignoreTag: true });
    parsed.set(key, known);
    return known;
  };
  const say = (key: MessageKey, values?: Values): string => String(messageOf(key).format(values));
  return {
    language,
    say,
    mentions: (key, value) => catalogue[key].includes(`{${value}}`),
    nameOf: (kind, id) => {
      const key = keyOf(`${kind}.${id}`);
      return key === undefined ? readable(id) : say(key);
    },
  };
}
