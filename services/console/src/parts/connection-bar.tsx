import { useConnection } from '../api/live.tsx';
import { useUnreachableSince } from '../api/reach.ts';
import { clockTime } from '../i18n/dates.ts';
import { Button } from './button.tsx';
import { useNow } from './clock.ts';
import { Notice } from './notice.tsx';
import { useWords } from './preferences.tsx';

/** A connection that breaks and comes back within this time is nobody's business. */
const patienceMs = 3_000;

/** Says when what is on the page may be old, since when, and what happens next. */
export function ConnectionBar() {
  const words = useWords();
  const connection = useConnection();
  const unreachableSince = useUnreachableSince();
  const now = useNow();
  const isLost = connection.state === 'lost' && now - connection.since > patienceMs;
  if (unreachableSince === undefined && !isLost) return null;
  const time = clockTime(words.language, new Date(unreachableSince ?? connection.since).toISOString(), now);
  return (
    <Notice tone="warning" actions={<Button onClick={connection.tryNow}>{words.say('live.try-now')}</Button>}>
      {words.say(unreachableSince === undefined ? 'live.lost' : 'live.unreachable', { time })}
    </Notice>
  );
}

export function LiveMark() {
  const words = useWords();
  const { state } = useConnection();
  const key = { live: 'live.on', connecting: 'live.connecting', lost: 'live.off' } as const;
  return <span className={`live live-${state}`}>{words.say(key[state])}</span>;
}
