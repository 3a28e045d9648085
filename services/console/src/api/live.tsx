import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { serverNow } from '../parts/clock.ts';
import { applyChange } from '../queue/apply-change.ts';
import { type Filters } from '../queue/filters.ts';
import { openSharedStream } from './shared-stream.ts';
import { type ConnectionState } from './stream.ts';
import { type CaseDetail, type CaseSummary, type Page } from './types.ts';

export interface Connection {
  state: ConnectionState;
  /** When this state began. */
  since: number;
  /** Connects anew and reads everything again. */
  tryNow(): void;
}

const LiveContext = createContext<Connection | undefined>(undefined);

export function useConnection(): Connection {
  const connection = use(LiveContext);
  if (connection === undefined) throw new Error('useConnection needs a LiveProvider above it');
  return connection;
}

/** How often the lists are read again: rarely while the stream brings the changes, often when it does not. */
export const useRefreshInterval = (): number => (useConnection().state === 'live' ? 60_000 : 15_000);

/** Keeps the cached lists and cases of this page as the stream says they are. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [status, setStatus] = useState({ state: 'connecting' as ConnectionState, since: serverNow() });
  const [attempt, setAttempt] = useState(0);

  useEffect(
    () =>
      openSharedStream({
        changed: (change) => takeIn(client, change),
        missed: () => readAgain(client),
        stateChanged: (state) => setStatus((last) => (last.state === state ? last : { state, since: serverNow() })),
      }),
    [client, attempt],
  );

  const connection = useMemo(
    () => ({
      ...status,
      tryNow: () => {
        setAttempt((count) => count + 1);
        readAgain(client);
      },
    }),
    [status, client],
  );
  return <LiveContext value={connection}>{children}</LiveContext>;
}

function readAgain(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ['cases'] });
  void client.invalidateQueries({ queryKey: ['case'] });
}

/** Puts a changed case into every list that holds or should hold it; an open case reads itself again. */
export function takeIn(client: QueryClient, change: CaseSummary): void {
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: ['cases'] })) {
    const filters = queryKey[1] as Filters;
    client.setQueryData<InfiniteData<Page<CaseSummary>>>(
      queryKey,
      (data) => data && { ...data, pages: applyChange(data.pages, change, filters) },
    );
  }
  const open = client.getQueryData<CaseDetail>(['case', change.caseId]);
  if (open !== undefined && open.version < change.version) {
    void client.invalidateQueries({ queryKey: ['case', change.caseId] });
  }
}
