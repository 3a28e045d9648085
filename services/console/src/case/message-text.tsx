import { useWords } from '../parts/preferences.tsx';
import { maskOf, wordCount } from './mask.ts';

interface MessageTextProps {
  text: string;
  /** BCP 47 as far as known, for screen readers. */
  language: string;
  isRevealed: boolean;
}

/** Always text, never markup; masked, only the shape of it is on the page. */
export function MessageText({ text, language, isRevealed }: MessageTextProps) {
  const words = useWords();
  if (text === '') return <p className="message-text muted">{words.say('case.message.empty')}</p>;
  if (isRevealed) {
    return (
      <p className="message-text" dir="auto" lang={language || undefined}>
        {text}
      </p>
    );
  }
  return (
    <p className="message-text message-masked">
      <span className="visually-hidden">{words.say('case.message.masked', { words: wordCount(text) })}</span>
      {maskOf(text).map((line, index) => (
        <span key={index} className="mask-line" aria-hidden="true">
          {line.map((length, word) => (
            <span key={word}>
              <span className="mask">{'n'.repeat(length)}</span>{' '}
            </span>
          ))}
        </span>
      ))}
    </p>
  );
}
