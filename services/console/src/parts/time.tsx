import { clockTime, exactTime } from '../i18n/dates.ts';
import { useNow } from './clock.ts';
import { countdown, urgencyOf } from './countdown.ts';
import { AlarmIcon, ClockIcon } from './icons.tsx';
import { useWords } from './preferences.tsx';

interface TimeProps {
  iso: string;
  exact?: boolean;
}

/** A moment in the reader's zone; the original, in UTC, in the title. */
export function Time({ iso, exact = false }: TimeProps) {
  const { language } = useWords();
  const now = useNow();
  return (
    <time dateTime={iso} title={iso}>
      {exact ? exactTime(language, iso) : clockTime(language, iso, now)}
    </time>
  );
}

export function Countdown({ dueAt }: { dueAt: string }) {
  const words = useWords();
  const now = useNow();
  const urgency = urgencyOf(dueAt, now);
  return (
    <time className={`countdown countdown-${urgency}`} dateTime={dueAt} title={dueAt}>
      {urgency === 'overdue' ? <AlarmIcon /> : <ClockIcon />}
      <span>{countdown(words, dueAt, now)}</span>
    </time>
  );
}
