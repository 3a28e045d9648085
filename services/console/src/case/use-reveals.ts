import { useState } from 'react';
import { type CaseMessage } from '../api/types.ts';

export interface Reveals {
  has(eventId: string): boolean;
  toggle(eventId: string): void;
  /** Every message is shown. */
  all: boolean;
  toggleAll(): void;
}

/** Which texts are shown: none at first, none again when the case is left. New messages come masked. */
export function useReveals(messages: CaseMessage[]): Reveals {
  const [revealed, setRevealed] = useState<ReadonlySet<string>>(new Set());
  const all = messages.length > 0 && messages.every(({ eventId }) => revealed.has(eventId));
  return {
    has: (eventId) => revealed.has(eventId),
    toggle: (eventId) => setRevealed((before) => toggled(before, eventId)),
    all,
    toggleAll: () => setRevealed(new Set(all ? [] : messages.map(({ eventId }) => eventId))),
  };
}

function toggled(before: ReadonlySet<string>, eventId: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(eventId)) after.add(eventId);
  return after;
}
