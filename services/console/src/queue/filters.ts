import { type CaseState, type CaseSummary, type Severity } from '../api/types.ts';

/** What the queue shows. No severity and no harm chosen means all of them; the states are always said. */
export interface Filters {
  state: CaseState[];
  severity: Severity[];
  harm: string[];
}

export type Facet = keyof Filters;

export const options = {
  state: ['OPEN', 'CLAIMED', 'DECIDED'],
  severity: ['S0', 'S1', 'S2', 'S3'],
  harm: ['grooming', 'extortion', 'violence'],
} as const satisfies Record<Facet, readonly string[]>;

const facets = ['state', 'severity', 'harm'] as const;
const undecided: CaseState[] = ['OPEN', 'CLAIMED'];

/** Work to do: everything that nobody has decided. */
export const openWork: Filters = { state: undecided, severity: [], harm: [] };

/** Reads `?state=OPEN,CLAIMED&severity=S0`; what it does not know it leaves out, so an old link still opens. */
export function readFilters(search: URLSearchParams): Filters {
  const read = (facet: Facet): string[] => {
    const asked = (search.get(facet) ?? '').split(',');
    return options[facet].filter((option) => asked.includes(option));
  };
  const state = read('state') as CaseState[];
  return { state: state.length > 0 ? state : undecided, severity: read('severity') as Severity[], harm: read('harm') };
}

/** The shortest query that {@link readFilters} reads back; '' for the open work. */
export function writeFilters(filters: Filters): string {
  const said = facets
    .filter((facet) => filters[facet].length > 0 && !sameOptions(filters[facet], openWork[facet]))
    .map((facet) => `${facet}=${filters[facet].join(',')}`);
  return said.length > 0 ? `?${said.join('&')}` : '';
}

export function toggle(filters: Filters, facet: Facet, option: string): Filters {
  const chosen: readonly string[] = filters[facet];
  const next = options[facet].filter((each) => (each === option) !== chosen.includes(each));
  const all = facet !== 'state' && next.length === options[facet].length;
  return readFilters(new URLSearchParams({ ...asQuery(filters), [facet]: all ? '' : next.join(',') }));
}

export const matches = (filters: Filters, item: CaseSummary): boolean =>
  facets.every((facet) => {
    const chosen: readonly string[] = filters[facet];
    return chosen.length === 0 || chosen.includes(item[facet]);
  });

/** How many cases an option would show, the other facets as they are. Undefined for states outside `items`. */
export function countOf(items: CaseSummary[], filters: Filters, facet: Facet, option: string): number | undefined {
  if (option === 'DECIDED') return undefined;
  const would = { ...filters, ...(facet === 'state' ? {} : { state: undecided }), [facet]: [option] } as Filters;
  return items.filter((item) => matches(would, item)).length;
}

export const asQuery = (filters: Filters): Record<Facet, string> => ({
  state: filters.state.join(','),
  severity: filters.severity.join(','),
  harm: filters.harm.join(','),
});

const sameOptions = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join();
