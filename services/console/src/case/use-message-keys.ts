import { type CaseMessage } from '../api/types.ts';
import { useKey } from '../parts/use-key.ts';
import { type Selection } from './risk.tsx';
import { type Reveals } from './use-reveals.ts';

interface MessageKeys extends Selection {
  messages: CaseMessage[];
  reveals: Reveals;
}

/** ← and → walk through the messages, X shows or masks the current one, Shift+X all. */
export function useMessageKeys({ messages, current, onSelect, reveals }: MessageKeys): void {
  const move = (by: 1 | -1) => () => {
    const next = messages[messages.findIndex((message) => message.eventId === current) + by];
    if (next !== undefined) onSelect(next.eventId);
  };
  useKey('left', move(-1));
  useKey('right', move(1));
  useKey('x', () => current !== undefined && reveals.toggle(current));
  useKey('shift+x', reveals.toggleAll);
}
