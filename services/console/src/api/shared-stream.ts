import { type ConnectionState, openStream, type StreamHandlers } from './stream.ts';
import { type CaseSummary } from './types.ts';

const name = 'vigie-stream';

type Message =
  | { kind: 'changed'; change: CaseSummary }
  | { kind: 'missed' }
  | { kind: 'state'; state: ConnectionState }
  | { kind: 'who-listens' };

/**
 * One connection for all tabs: a browser opens six to a server at most, and somebody who reads seven cases side by side
 * must not lose the eighth request. The tab that holds the lock listens and tells the others; when it closes, the next
 * one takes over. Where the browser has no locks (plain HTTP on another host) every tab listens for itself.
 */
export function openSharedStream(handlers: StreamHandlers): () => void {
  if (!('locks' in navigator)) return openStream(handlers);
  const channel = new BroadcastChannel(name);
  const ended = new AbortController();
  channel.onmessage = ({ data }: MessageEvent<Message>) => deliver(data, handlers);
  channel.postMessage({ kind: 'who-listens' } satisfies Message);
  navigator.locks
    .request(name, { signal: ended.signal }, () => listenForAll(channel, handlers, ended.signal))
    .catch((error: unknown) => {
      if (!ended.signal.aborted) throw error;
    });
  return () => {
    ended.abort();
    channel.close();
  };
}

function listenForAll(channel: BroadcastChannel, handlers: StreamHandlers, ended: AbortSignal): Promise<void> {
  let state: ConnectionState = 'connecting';
  const tell = (message: Message): void => {
    deliver(message, handlers);
    channel.postMessage(message);
  };
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'who-listens') channel.postMessage({ kind: 'state', state } satisfies Message);
  };
  const close = openStream({
    changed: (change) => tell({ kind: 'changed', change }),
    missed: () => tell({ kind: 'missed' }),
    stateChanged: (next) => tell({ kind: 'state', state: (state = next) }),
  });
  return new Promise((resolve) => {
    ended.addEventListener('abort', () => {
      close();
      resolve();
    });
  });
}

function deliver(message: Message, handlers: StreamHandlers): void {
  if (message.kind === 'changed') handlers.changed(message.change);
  if (message.kind === 'missed') handlers.missed();
  if (message.kind === 'state') handlers.stateChanged(message.state);
}
