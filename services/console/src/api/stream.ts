import { type CaseSummary } from './types.ts';

export type ConnectionState = 'connecting' | 'live' | 'lost';

export interface StreamHandlers {
  changed(change: CaseSummary): void;
  /** Something may have been missed: read everything again. */
  missed(): void;
  stateChanged(state: ConnectionState): void;
}

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/**
 * Listens to `/v1/stream` until the returned function is called. The browser itself reconnects after a broken
 * connection, with Last-Event-ID; after a refusal (no session, service restarting) it gives up, and this tries again
 * with growing pauses. Each connection begins with "something may have been missed": what was read before it stood is
 * older than what it will tell.
 */
export function openStream(handlers: StreamHandlers): () => void {
  let pause = firstPauseMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | undefined;

  const connect = (): void => {
    source = new EventSource('/v1/stream');
    source.onopen = () => {
      pause = firstPauseMs;
      handlers.stateChanged('live');
      handlers.missed();
    };
    source.onerror = () => {
      handlers.stateChanged('lost');
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, pause);
      pause = Math.min(longestPauseMs, pause * 2);
    };
    source.addEventListener('case', (event) => handlers.changed(JSON.parse(event.data) as CaseSummary));
    source.addEventListener('reset', () => handlers.missed());
  };

  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
