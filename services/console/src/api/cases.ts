import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { asQuery, type Filters } from '../queue/filters.ts';
import { takeIn, useRefreshInterval } from './live.tsx';
import { type Problem } from './problem.ts';
import { request, send } from './request.ts';
import { type CaseDetail, type CaseSummary, type Command, type Page } from './types.ts';

const pageSize = 100;

const listCases = (filters: Filters, cursor: string, signal: AbortSignal): Promise<Page<CaseSummary>> => {
  const said = Object.entries({ ...asQuery(filters), cursor }).filter(([, value]) => value !== '');
  const query = new URLSearchParams([['limit', String(pageSize)], ...said]);
  return request(`/v1/cases?${query}`, { signal });
};

export function useCases(filters: Filters) {
  return useInfiniteQuery({
    queryKey: ['cases', filters],
    queryFn: ({ pageParam, signal }) => listCases(filters, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchInterval: useRefreshInterval(),
    placeholderData: keepPreviousData,
  });
}

export const useCase = (caseId: string) =>
  useQuery<CaseDetail, Problem>({
    queryKey: ['case', caseId],
    queryFn: ({ signal }) => request(`/v1/cases/${encodeURIComponent(caseId)}`, { signal }),
    refetchInterval: useRefreshInterval(),
  });

/** A command as a person meant it: once, about the version that she saw. Sent again it is still the same command. */
export interface Intent {
  command: Command;
  version: number;
  idempotencyKey: string;
}

export const intend = (command: Command, version: number): Intent => ({
  command,
  version,
  idempotencyKey: Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join(''),
});

/**
 * A decision is about what was read, so it holds only for that version. A claim, a release and a comment mean the same
 * whatever the case has become, and in a lively conversation new flags must not keep people from taking it.
 */
const headersOf = ({ command, version, idempotencyKey }: Intent): Record<string, string> => ({
  'idempotency-key': idempotencyKey,
  ...(command.type === 'decide' ? { 'if-match': `"${version}"` } : {}),
});

export function useCommand(caseId: string) {
  const client = useQueryClient();
  return useMutation<CaseSummary, Problem, Intent>({
    mutationFn: (intent) => send(`/v1/cases/${encodeURIComponent(caseId)}/commands`, intent.command, headersOf(intent)),
    retry: (failures, problem) => failures < 2 && problem.mayRepeat,
    onSuccess: (summary) => takeIn(client, summary),
    onSettled: () => client.invalidateQueries({ queryKey: ['case', caseId] }),
  });
}
