import { useEffect, useState } from 'react';

const believableSkewMs = 20_000;
const tickMs = 5_000;
let skewMs = 0;

/** Deadlines are the server's: a desk whose own clock is wrong must not show a wrong time left. */
export function setServerTime(dateHeader: string | null): void {
  if (dateHeader === null) return;
  const skew = Date.parse(dateHeader) - Date.now();
  if (Number.isFinite(skew)) skewMs = Math.abs(skew) > believableSkewMs ? skew : 0;
}

export const serverNow = (): number => Date.now() + skewMs;

/** The time, a few times a minute; every reader on the page sees the same one. */
export function useNow(): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
