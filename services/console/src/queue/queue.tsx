import { useEffect, useMemo, useRef } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useCases } from '../api/cases.ts';
import { type CaseSummary } from '../api/types.ts';
import { Button } from '../parts/button.tsx';
import { useWords } from '../parts/preferences.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type Filters, matches, readFilters, writeFilters } from './filters.ts';
import { NewsBar } from './news-bar.tsx';
import { QueueBlank } from './queue-blank.tsx';
import { Row } from './row.tsx';
import { useHold } from './use-hold.ts';
import { useQueueKeys } from './use-queue-keys.ts';
import { useStillRows } from './use-still-rows.ts';

const nothing: CaseSummary[] = [];

/** The work, worst first, live, and still under the reader's hand. */
export function Queue({ openId }: { openId: string | undefined }) {
  const words = useWords();
  const search = useSearch();
  const [path, navigate] = useLocation();
  const filters = useMemo(() => readFilters(new URLSearchParams(search)), [search]);
  const query = writeFilters(filters);
  const cases = useCases(filters);
  const known = useMemo(() => cases.data?.pages.flatMap((page) => page.items) ?? nothing, [cases.data]);
  const wanted = useMemo(() => (item: CaseSummary) => matches(filters, item), [filters]);
  const { held, handlers } = useHold();
  const { rows, waiting, outOfOrder, showFresh } = useStillRows(query, known, wanted, held);
  const list = useRef<HTMLOListElement>(null);
  const linkTo = (caseId: string): string => `/cases/${encodeURIComponent(caseId)}${query}`;
  useQueueKeys({ list, rows, openId, linkTo });
  useTitle(known, openId);

  const setFilters = (next: Filters): void => navigate(path + writeFilters(next), { replace: true });
  const Title = openId === undefined ? 'h1' : 'h2';
  const shown = known.filter(wanted).length;
  return (
    <section
      className="queue"
      aria-label={words.say('queue.title')}
      aria-busy={cases.isFetching && cases.isPlaceholderData}
    >
      <div className="queue-head">
        <div className="queue-heading">
          <Title>{words.say('queue.title')}</Title>
          {cases.data && (
            <p className="muted">
              {words.say(cases.hasNextPage ? 'queue.shown.more' : 'queue.shown', { count: shown })}
              <span className="queue-order"> · {words.say('queue.order')}</span>
            </p>
          )}
          <NewsBar waiting={waiting} outOfOrder={outOfOrder} onShow={showFresh} />
        </div>
        <FilterBar filters={filters} onChange={setFilters} />
      </div>
      {rows.length === 0 ? (
        <QueueBlank cases={cases} filters={filters} onChange={setFilters} />
      ) : (
        <ol className="rows" ref={list} {...handlers}>
          {rows.map((item) => (
            <Row
              key={item.caseId}
              item={item}
              href={linkTo(item.caseId)}
              isOpen={item.caseId === openId}
              isGone={!known.includes(item) || !wanted(item)}
            />
          ))}
        </ol>
      )}
      {cases.hasNextPage && (
        <Button className="more" busy={cases.isFetchingNextPage} onClick={() => void cases.fetchNextPage()}>
          {words.say('queue.more')}
        </Button>
      )}
    </section>
  );
}

/** The tab says how many imminent cases nobody has claimed yet. */
function useTitle(items: CaseSummary[], openId: string | undefined): void {
  const words = useWords();
  const urgent = items.filter((item) => item.severity === 'S0' && item.state === 'OPEN').length;
  useEffect(() => {
    if (openId === undefined) document.title = `${words.say('queue.title.count', { count: urgent })} – Vigie`;
  }, [words, urgent, openId]);
}
