import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from './problem.ts';
import { meKey } from './session.ts';

/** A session that ended shows itself at any request; asking again who is signed in brings the sign-in page. */
const watchSession = (error: unknown, isAboutMe = false): void => {
  if (error instanceof Problem && error.status === 401 && !isAboutMe) {
    void queryClient.invalidateQueries({ queryKey: meKey });
  }
};

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error, query) => watchSession(error, query.queryKey[0] === meKey[0]) }),
  mutationCache: new MutationCache({ onError: (error) => watchSession(error) }),
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 2 && error instanceof Problem && error.mayRepeat,
      // The browser's idea of being offline is about the internet, not about this server.
      networkMode: 'always',
      staleTime: 5_000,
    },
    mutations: { networkMode: 'always' },
  },
});
