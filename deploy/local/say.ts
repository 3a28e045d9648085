/** What a person sees in the terminal. A terminal that has gone away (closed window, closed pipe) is no error. */
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

export type Say = (line: string) => void;

export const say: Say = (line) => {
  process.stdout.write(`${line}\n`);
};

/** Lines under a name, as in `kafka    │ 12 of 48 files`. */
export function sayAs(name: string): Say {
  return (line) => say(`${name.padEnd(8)} │ ${line}`);
}

/** Passes on at most one line in `everyMs`, always the first; for progress that comes in hundreds of steps. */
export function throttled(to: Say, everyMs: number, now: () => number = Date.now): Say {
  let last = -Infinity;
  return (line) => {
    if (now() - last < everyMs) return;
    last = now();
    to(line);
  };
}
