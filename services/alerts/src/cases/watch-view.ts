import { type KeptView } from './kept-view.ts';

const EVERY_MS = 500;
/** Every how many times the ends of the logs are asked for as well. */
const LOGS_EVERY = 10;

/** Looks after the view twice a second, so that a wiped Redis is full again although nothing comes in. */
export function watchView(
  kept: Pick<KeptView, 'check'>,
  onFault: (error: unknown) => void,
): { stop: () => Promise<void> } {
  let stopped = false;
  let wake: () => void = () => undefined;
  const run = async () => {
    for (let round = 0; !stopped; round++) {
      try {
        await kept.check({ logs: round % LOGS_EVERY === 0 });
      } catch (error) {
        // Whoever decides needs the view too, and stops there; here it is tried again.
        for (const one of error instanceof AggregateError ? error.errors : [error]) onFault(one);
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, EVERY_MS).unref();
      });
    }
  };
  const running = run();
  return {
    stop: () => {
      stopped = true;
      wake();
      return running;
    },
  };
}
