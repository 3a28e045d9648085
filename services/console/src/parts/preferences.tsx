import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { type Language, languages, type Words, wordsIn } from '../i18n/words.ts';

interface Preferences {
  words: Words;
  setLanguage(language: Language): void;
  /** Single keys can be switched off (WCAG 2.1.4). */
  keys: boolean;
  setKeys(on: boolean): void;
}

const PreferencesContext = createContext<Preferences | undefined>(undefined);

export function usePreferences(): Preferences {
  const preferences = use(PreferencesContext);
  if (preferences === undefined) throw new Error('usePreferences needs a PreferencesProvider above it');
  return preferences;
}

export const useWords = (): Words => usePreferences().words;

/** What a reader chose for this browser; kept in it and nowhere else. */
export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(preferredLanguage);
  const [keys, setKeys] = useState(() => localStorage.getItem('vigie.keys') !== 'off');

  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem('vigie.language', language);
  }, [language]);
  useEffect(() => localStorage.setItem('vigie.keys', keys ? 'on' : 'off'), [keys]);

  const preferences = useMemo(() => ({ words: wordsIn(language), setLanguage, keys, setKeys }), [language, keys]);
  return <PreferencesContext value={preferences}>{children}</PreferencesContext>;
}

function preferredLanguage(): Language {
  const wanted = [localStorage.getItem('vigie.language') ?? '', ...navigator.languages];
  const known = wanted.map((tag) => languages.find((language) => tag.toLowerCase().startsWith(language)));
  return known.find((language) => language !== undefined) ?? 'en';
}
