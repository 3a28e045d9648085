import { languageName } from '../i18n/dates.ts';
import { languages } from '../i18n/words.ts';
import { usePreferences } from './preferences.tsx';

/** Every language under its own name, so that nobody has to read another one to find hers. */
export function LanguageSwitch() {
  const { words, setLanguage } = usePreferences();
  return (
    <div className="languages" role="group" aria-label={words.say('desk.language')}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={language === words.language}
          aria-label={languageName(language, language)}
          onClick={() => setLanguage(language)}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </div>
  );
}
