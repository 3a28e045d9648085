import { useCases } from '../api/cases.ts';
import { type Severity } from '../api/types.ts';
import { severityIcons } from '../parts/icons.tsx';
import { useWords } from '../parts/preferences.tsx';
import { countOf, type Facet, type Filters, openWork, options, toggle } from './filters.ts';

interface FilterBarProps {
  filters: Filters;
  onChange(filters: Filters): void;
}

/** One switch per option, with what it would show among the open work. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const words = useWords();
  return (
    <section className="filters" aria-label={words.say('queue.filters')}>
      {(['severity', 'harm', 'state'] as const).map((facet) => (
        <div key={facet} role="group" aria-label={words.say(`queue.filter.${facet}`)} className="filter-group">
          {options[facet].map((option) => (
            <Option key={option} {...{ facet, option, filters, onChange }} />
          ))}
        </div>
      ))}
    </section>
  );
}

interface OptionProps extends FilterBarProps {
  facet: Facet;
  option: string;
}

function Option({ facet, option, filters, onChange }: OptionProps) {
  const words = useWords();
  const work = useCases(openWork).data?.pages;
  const count =
    work &&
    countOf(
      work.flatMap((page) => page.items),
      filters,
      facet,
      option,
    );
  const more = typeof work?.at(-1)?.nextCursor === 'string';
  const chosen: readonly string[] = filters[facet];
  const name = words.nameOf(facet, option);
  const label = more ? 'queue.filter.count.more' : 'queue.filter.count';
  return (
    <button
      type="button"
      className={`filter filter-${option}`}
      aria-pressed={chosen.includes(option)}
      title={name}
      aria-label={count === undefined ? name : words.say(label, { name, count })}
      onClick={() => onChange(toggle(filters, facet, option))}
    >
      {facet === 'severity' && severityIcons[option as Severity]}
      <span className="filter-name">{facet === 'harm' ? words.nameOf('harm', `${option}.short`) : name}</span>
      {count !== undefined && <span className="filter-count">{more ? `${count}+` : count}</span>}
    </button>
  );
}
