import { type Language } from './words.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale[language], options);
  formats.set(key, known);
  return known;
}

/** English of the desk is British: 24-hour clock, day before month, as on the reports that go to the police. */
const locale: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR' };

/** Time of day in the reader's zone, with the day when it is not today: "14:32", "24 Nov, 14:32". */
export function clockTime(language: Language, iso: string, now: number): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const sameDay = new Date(now).toDateString() === date.toDateString();
  return sameDay
    ? format(language, 'time', { hour: '2-digit', minute: '2-digit' }).format(date)
    : format(language, 'day', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(date);
}

/** The same to the second, for messages that follow each other quickly. */
export const exactTime = (language: Language, iso: string): string => {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return format(language, 'exact', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(date);
};

/** "French", "français"; the tag itself when it is none. */
export function languageName(language: Language, tag: string): string {
  return displayName(language, 'language', tag);
}

export function countryName(language: Language, code: string): string {
  return displayName(language, 'region', code);
}

function displayName(language: Language, type: 'language' | 'region', code: string): string {
  if (code === '') return '';
  try {
    return new Intl.DisplayNames(language, { type }).of(code) ?? code;
  } catch {
    return code;
  }
}

export const listOf = (language: Language, items: string[]): string =>
  new Intl.ListFormat(locale[language], { type: 'conjunction' }).format(items);
