import { useEffect, useMemo, useRef, useState } from 'react';

/** How long the rows stay still after the reader has let go: time enough to come back. */
const graceMs = 2_000;

/** Is the reader at the list, with the pointer or the focus? The handlers go onto the list's element. */
export function useHold() {
  const [held, setHeld] = useState(false);
  const hands = useRef({ pointer: false, focus: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const handlers = useMemo(() => {
    const set = (hand: 'pointer' | 'focus', on: boolean) => () => {
      hands.current[hand] = on;
      clearTimeout(timer.current);
      if (hands.current.pointer || hands.current.focus) setHeld(true);
      else timer.current = setTimeout(() => setHeld(false), graceMs);
    };
    return {
      onPointerEnter: set('pointer', true),
      onPointerMove: () => !hands.current.pointer && set('pointer', true)(),
      onPointerLeave: set('pointer', false),
      onFocus: set('focus', true),
      onBlur: set('focus', false),
    };
  }, []);
  return { held, handlers };
}
