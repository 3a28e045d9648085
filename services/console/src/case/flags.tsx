import { type CaseFlag } from '../api/types.ts';
import { useWords } from '../parts/preferences.tsx';
import { SeverityMark } from '../parts/severity.tsx';
import { Time } from '../parts/time.tsx';
import { outOf100 } from './effect.ts';

/** Every flag of the case with what judged it: the same event with another model may be judged otherwise. */
export function Flags({ flags }: { flags: CaseFlag[] }) {
  const words = useWords();
  return (
    <section className="flags" aria-labelledby="flags-title">
      <h2 id="flags-title">{words.say('case.flags')}</h2>
      <ol className="flag-list">
        {flags.map((flag) => (
          <li key={flag.flagId} className="flag">
            <SeverityMark severity={flag.severity} />
            <Time iso={flag.raisedAt} />
            <span>
              {words.say('case.flags.score', { score: outOf100(flag.score), threshold: outOf100(flag.threshold) })}
            </span>
            {flag.obfuscation > 0 && <span>{words.say('case.flags.obfuscation', { count: flag.obfuscation })}</span>}
            {flag.degraded && <strong>{words.say('case.flags.degraded')}</strong>}
            <span className="muted flag-versions">{words.say('case.flags.versions', flag.versions)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
