import { type RefObject, useLayoutEffect, useState } from 'react';

/** Width of an element in CSS pixels, also after the window, the zoom or the text size changes. */
export function useWidth(element: RefObject<HTMLElement | null>, initial: number): number {
  const [width, setWidth] = useState(initial);
  useLayoutEffect(() => {
    const watched = element.current;
    if (watched === null) return;
    const observer = new ResizeObserver(() => setWidth(watched.clientWidth || initial));
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element, initial]);
  return width;
}
