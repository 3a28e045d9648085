import { join } from 'node:path';
import { appendFileSync, mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Obstacle } from './obstacle.ts';
import { describeExit, type RunningProcess } from './processes.ts';
import { sayAs, type Say } from './say.ts';
import { type Supervisor } from './supervisor.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface ServiceSpec {
  readonly name: string;
  /** The checkout; services are found by their place in it. */
  readonly root: string;
  readonly logsDir: string;
  readonly env: Environment;
  readonly verbose: boolean;
}

const READY_WITHIN_MS = 120_000;

/** Starts `services/<name>`; its whole output goes to a file, its warnings and errors to the terminal too. */
export function startService(
  supervisor: Supervisor,
  { name, root, logsDir, env, verbose }: ServiceSpec,
): RunningProcess {
  mkdirSync(logsDir, { recursive: true });
  const log = join(logsDir, `${name}.log`);
  const say = sayAs(name);
  return supervisor.start({
    name,
    command: process.execPath,
    args: ['--disable-warning=TimeoutNegativeWarning', join(root, 'services', name, 'dist', 'main.js')],
    cwd: root,
    env,
    onLine: (line) => {
      appendFileSync(log, `${line}\n`);
      if (verbose || isWorthShowing(line)) say(readable(line));
    },
  });
}

/** Log lines below a warning stay in the file; whatever is no log line (a crash) is shown. */
export function isWorthShowing(line: string): boolean {
  if (line.trim() === '') return false;
  if (!line.startsWith('{')) return true;
  try {
    const { level } = JSON.parse(line) as { level?: unknown };
    if (typeof level === 'number') return level >= 40;
    return typeof level !== 'string' || ['warn', 'warning', 'error', 'fatal'].includes(level.toLowerCase());
  } catch {
    return true;
  }
}

/** A log line for a person: `warn dead_letters_sent topic=chat.events records=1`. The file keeps it whole. */
export function readable(line: string): string {
  try {
    const { level, event, msg, time: _time, service: _service, ...rest } = JSON.parse(line) as Record<string, unknown>;
    if (typeof level !== 'string' || typeof event !== 'string') return line;
    const fields = Object.entries({ ...(msg === undefined ? {} : { msg }), ...rest })
      .filter(([name, value]) => !(name === 'severity' && value === level))
      .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
    return [level, event, ...fields].join(' ');
  } catch {
    return line;
  }
}

/** Resolves when `/health/ready` answers with 200; throws when the service ends before, or does not get there in time. */
export async function untilReady(service: RunningProcess, baseUrl: string, log: string, say: Say): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (let tries = 1; ; tries += 1) {
    if (service.hasExited()) {
      throw new Obstacle(`${service.name} ended while starting (${describeExit(await service.exited)}): see ${log}`);
    }
    if (await answersReady(`${baseUrl}/health/ready`)) return;
    if (Date.now() > deadline) {
      throw new Obstacle(`${service.name} was not ready within ${READY_WITHIN_MS / 1000} s: see ${log}`);
    }
    if (tries % 50 === 0) say(`still waiting for ${service.name}`);
    await sleep(200);
  }
}

/** Runs a command of `vigie` to its end. */
export async function runVigie(
  supervisor: Supervisor,
  { root, env }: { root: string; env: Environment },
  ...args: readonly string[]
): Promise<void> {
  const say = sayAs('vigie');
  const command = supervisor.start({
    name: `vigie ${args.join(' ')}`,
    command: process.execPath,
    args: ['--disable-warning=TimeoutNegativeWarning', join(root, 'services', 'cli', 'dist', 'main.js'), ...args],
    cwd: root,
    env,
    onLine: say,
  });
  const exit = await command.exited;
  if (exit.code !== 0)
    throw new Obstacle(`"vigie ${args.join(' ')}" failed (${describeExit(exit)}), for the reason above.`);
}

async function answersReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
