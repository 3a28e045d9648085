import { type useCases } from '../api/cases.ts';
import { Problem } from '../api/problem.ts';
import { explain } from '../case/explain.ts';
import { Button } from '../parts/button.tsx';
import { Blank } from '../parts/notice.tsx';
import { useWords } from '../parts/preferences.tsx';
import { type Filters, openWork, writeFilters } from './filters.ts';

interface QueueBlankProps {
  cases: ReturnType<typeof useCases>;
  filters: Filters;
  onChange(filters: Filters): void;
}

/** Why there is no row: not loaded yet, not loadable, filtered away, or all done. */
export function QueueBlank({ cases, filters, onChange }: QueueBlankProps) {
  const words = useWords();
  if (cases.isError) {
    const hint = cases.error instanceof Problem ? explain(words, cases.error) : undefined;
    return (
      <Blank title={words.say('queue.failed')} hint={hint}>
        <Button onClick={() => void cases.refetch()}>{words.say('desk.retry')}</Button>
      </Blank>
    );
  }
  if (cases.isPending) return <Skeleton label={words.say('queue.loading')} />;
  if (writeFilters(filters) === '')
    return <Blank title={words.say('queue.empty')} hint={words.say('queue.empty.hint')} />;
  return (
    <Blank title={words.say('queue.empty.filtered')} hint={words.say('queue.empty.filtered.hint')}>
      <Button onClick={() => onChange(openWork)}>{words.say('queue.filter.clear')}</Button>
    </Blank>
  );
}

function Skeleton({ label }: { label: string }) {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{label}</span>
      {[1, 2, 3, 4, 5].map((row) => (
        <span key={row} className="skeleton-row" />
      ))}
    </div>
  );
}
