import { useSyncExternalStore } from 'react';

let lostAt: number | undefined;
const listeners = new Set<() => void>();

/** Notes whether the last request got any answer at all. */
export function noteAnswer(answered: boolean, now: number): void {
  const before = lostAt;
  lostAt = answered ? undefined : (lostAt ?? now);
  if (before !== lostAt) listeners.forEach((listener) => listener());
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Since when requests get no answer; undefined while they do. */
export const useUnreachableSince = (): number | undefined => useSyncExternalStore(subscribe, () => lostAt);
