import { type CaseDetail } from '../api/types.ts';
import { useWords } from '../parts/preferences.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { outOf100 } from './effect.ts';
import { againstSentence, whySentence } from './why.ts';

export function Why({ detail }: { detail: CaseDetail }) {
  const words = useWords();
  const flag = detail.flags.at(-1);
  const against = againstSentence(words, detail.stages);
  return (
    <section className="why" aria-label={words.say('case.why')}>
      <p className="why-sentence">
        <Sentence text={whySentence(words, detail)} />
      </p>
      {against && <p>{against}</p>}
      {flag && (
        <p className="muted">
          {words.say('why.score', { score: outOf100(flag.score), threshold: outOf100(flag.threshold) })}{' '}
          {flag.obfuscation > 0 && `${words.say('why.disguised', { count: flag.obfuscation })} `}
          {flag.degraded && words.say('why.degraded')}
        </p>
      )}
    </section>
  );
}
