import { useQuery } from '@tanstack/react-query';
import { request, send } from './request.ts';
import { type Problem } from './problem.ts';
import { type Me } from './types.ts';

/** Trades a one-time code, or a token that somebody was given, for the session cookie. */
export const openSession = (code: string): Promise<unknown> => send('/v1/session', { code });

export const closeSession = (): Promise<unknown> =>
  request('/v1/session', { method: 'DELETE', headers: { 'x-vigie-request': '1' } });

export const meKey = ['me'] as const;

export const useMe = () =>
  useQuery<Me, Problem>({
    queryKey: meKey,
    queryFn: ({ signal }) => request('/v1/me', { signal }),
    staleTime: Infinity,
  });

/**
 * Uses the code of `/?login=…` and takes it out of the address bar and the history, whether it was good or not.
 * Answers 'refused' when the code was wrong or used before.
 */
export async function redeemLoginLink(): Promise<'none' | 'opened' | 'refused'> {
  const url = new URL(location.href);
  const code = url.searchParams.get('login');
  if (code === null) return 'none';
  url.searchParams.delete('login');
  history.replaceState(null, '', url);
  return openSession(code).then(
    () => 'opened',
    () => 'refused',
  );
}
