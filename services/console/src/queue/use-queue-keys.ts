import { type RefObject } from 'react';
import { useLocation } from 'wouter';
import { type CaseSummary } from '../api/types.ts';
import { useKey } from '../parts/use-key.ts';

interface QueueKeys {
  list: RefObject<HTMLElement | null>;
  rows: CaseSummary[];
  openId: string | undefined;
  linkTo(caseId: string): string;
}

/** J and K: in the queue they move the focus from row to row, in an open case they go to the next one. */
export function useQueueKeys({ list, rows, openId, linkTo }: QueueKeys): void {
  const [, navigate] = useLocation();
  const move = (by: 1 | -1): void => {
    if (openId === undefined) return focusRow(list.current, by);
    const next = rows[rows.findIndex((row) => row.caseId === openId) + by];
    if (next !== undefined) navigate(linkTo(next.caseId));
  };
  useKey('j', () => move(1));
  useKey('k', () => move(-1));
}

function focusRow(list: HTMLElement | null, by: 1 | -1): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>('a.row') ?? [])];
  const now = rows.findIndex((row) => row === document.activeElement);
  const next = rows[Math.min(rows.length - 1, Math.max(0, now + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
