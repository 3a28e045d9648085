import { Link } from 'wouter';
import { type CaseSummary } from '../api/types.ts';
import { languageName } from '../i18n/dates.ts';
import { ArrowIcon } from '../parts/icons.tsx';
import { Person } from '../parts/person.tsx';
import { useWords } from '../parts/preferences.tsx';
import { SeverityMark } from '../parts/severity.tsx';
import { Countdown } from '../parts/time.tsx';
import { OwnerMark } from './owner-mark.tsx';

interface RowProps {
  item: CaseSummary;
  href: string;
  isOpen: boolean;
  /** It stands here only because the reader points at it. */
  isGone: boolean;
}

const targetsShown = 2;

export function Row({ item, href, isOpen, isGone }: RowProps) {
  const words = useWords();
  return (
    <li className={isGone ? 'is-gone' : undefined}>
      <Link href={href} className={`row row-${item.severity}`} aria-current={isOpen ? 'page' : undefined}>
        <span className="row-severity">
          <SeverityMark severity={item.severity} />
        </span>
        <span className="row-clock">
          {item.state === 'DECIDED' ? (
            <span className="outcome">{words.nameOf('disposition', item.disposition ?? '')}</span>
          ) : (
            <Countdown dueAt={item.dueAt} />
          )}
        </span>
        <span className="row-harm">{words.nameOf('harm', item.harm)}</span>
        <span className="row-people">
          <Person id={item.actorId} participants={item.participants} />
          <ArrowIcon />
          <span className="visually-hidden">{words.say('queue.to')}</span>
          <Targets item={item} />
        </span>
        <span className="row-stages">{item.stages.map((stage) => words.nameOf('cue', stage)).join(' · ')}</span>
        <span className="row-place">
          <span>{words.nameOf('surface', item.surface)}</span>
          <span>{languageName(words.language, item.language)}</span>
        </span>
        <span className="row-state">
          <OwnerMark item={item} />
          {isGone && <span className="muted">{words.say('queue.gone')}</span>}
        </span>
      </Link>
    </li>
  );
}

function Targets({ item }: { item: CaseSummary }) {
  const words = useWords();
  if (item.targetIds.length === 0) return <span className="muted">{words.say('queue.no-target')}</span>;
  const more = item.targetIds.length - targetsShown;
  return (
    <>
      {item.targetIds.slice(0, targetsShown).map((id) => (
        <Person key={id} id={id} participants={item.participants} />
      ))}
      {more > 0 && <span className="muted">{words.say('queue.more-people', { count: more })}</span>}
    </>
  );
}
