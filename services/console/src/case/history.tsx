import { type CaseDetail, type HistoryEntry } from '../api/types.ts';
import { useMe } from '../api/session.ts';
import { useWords } from '../parts/preferences.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { SeverityMark } from '../parts/severity.tsx';
import { Time } from '../parts/time.tsx';
import { CommentForm } from './comment-form.tsx';
import { whatHappened } from './what-happened.ts';
import { type Commands } from './use-commands.ts';

export function History({ detail, commands }: { detail: CaseDetail; commands: Commands }) {
  const words = useWords();
  return (
    <section className="history" aria-labelledby="history-title">
      <h2 id="history-title">{words.say('case.history')}</h2>
      <ol className="history-list">
        {detail.history.map((entry) => (
          <Entry key={entry.sequence} entry={entry} />
        ))}
      </ol>
      {commands.may.comment && <CommentForm caseId={detail.caseId} commands={commands} />}
    </section>
  );
}

function Entry({ entry }: { entry: HistoryEntry }) {
  const words = useWords();
  const me = useMe().data?.userId;
  const isErased = entry.text === null || entry.reason === null;
  const quote = isErased ? words.say('case.erased') : (entry.text ?? entry.reason);
  return (
    <li className={`entry entry-${entry.by === 'vigie' ? 'machine' : 'person'}`}>
      <Time iso={entry.at} />
      <div>
        <p>
          <Sentence text={whatHappened(words, entry, me)} />
          {entry.severity && (
            <>
              {' '}
              <SeverityMark severity={entry.severity} />
            </>
          )}
        </p>
        {quote && <blockquote dir="auto">{quote}</blockquote>}
      </div>
    </li>
  );
}
