import { Obstacle } from './obstacle.ts';
import { describeExit, type RunningProcess } from './processes.ts';
import { say } from './say.ts';
import { type Supervisor } from './supervisor.ts';

/** npm passes Ctrl-C on to us although the terminal has sent it already; a person takes longer for a second one. */
const SAME_CTRL_C_MS = 1000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a story under signals: on Ctrl-C (SIGTERM, a closed terminal, a parent that has gone) everything of the
 * supervisor is ended in order, on a second Ctrl-C at once. Returns the exit code: the story's; 130 or 143 after a
 * signal; 1 with one sentence for an obstacle, with the whole stack for anything else.
 */
export async function runUntilEnd(supervisor: Supervisor, story: () => Promise<number>): Promise<number> {
  const interrupted = onInterruption(supervisor).then((code) => ({ code }));
  const told = story().then(
    (code) => ({ code }),
    (error: unknown) => ({ code: 1, error }),
  );
  const outcome: { code: number; error?: unknown } = await Promise.race([interrupted, told]);
  if (outcome.error !== undefined) report(outcome.error);
  await supervisor.stopAll(say);
  return outcome.code;
}

/** Waits until one of them ends, which none of them should. */
export async function untilOneEnds(processes: readonly RunningProcess[]): Promise<never> {
  const never = new Promise<never>(() => undefined);
  const [name, exit] = await Promise.race([never, ...processes.map(async (p) => [p.name, await p.exited] as const)]);
  throw new Obstacle(`${name} has ended by itself (${describeExit(exit)}), so everything ends; start again to go on.`);
}

function onInterruption(supervisor: Supervisor): Promise<number> {
  let first = 0;
  return new Promise((resolve) => {
    const interrupt = (code: number): void => {
      if (first === 0) {
        first = Date.now();
        resolve(code);
      } else if (Date.now() - first > SAME_CTRL_C_MS) {
        void supervisor.killAll().then(() => process.exit(code));
      }
    };
    for (const signal of SIGNALS) process.on(signal, () => interrupt(signal === 'SIGINT' ? 130 : 143));
    process.on('disconnect', () => interrupt(143));
    process.channel?.unref();
  });
}

function report(error: unknown): void {
  const words = error instanceof Obstacle ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`\n${words}\n`);
}
