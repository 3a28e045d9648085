import { useState } from 'react';
import { useMe } from '../api/session.ts';

const kept = new Map<string, unknown>();

/**
 * Like `useState`, for what somebody writes: it is still there when she comes back to the case, or signs in again after
 * her session has ended. It is hers alone, and goes with the page or with {@link forgetDrafts}.
 */
export function useDraft<Draft>(name: string, empty: Draft): [Draft, (draft: Draft) => void] {
  const key = `${useMe().data?.userId ?? ''} ${name}`;
  const [draft, setDraft] = useState(() => (kept.has(key) ? (kept.get(key) as Draft) : empty));
  const keep = (next: Draft): void => {
    if (next === empty) kept.delete(key);
    else kept.set(key, next);
    setDraft(next);
  };
  return [draft, keep];
}

export const forgetDrafts = (): void => kept.clear();
