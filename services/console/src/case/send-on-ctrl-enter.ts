import { type KeyboardEvent } from 'react';

/** Ctrl+Enter (Cmd+Enter) sends the form that it is pressed in. */
export function sendOnCtrlEnter(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}
