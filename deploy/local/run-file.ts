import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Obstacle } from './obstacle.ts';
import { type Say } from './say.ts';

/** A process and a mark in its command line; the number alone may belong to somebody else after a restart. */
export interface KnownProcess {
  readonly name: string;
  readonly pid: number;
  readonly mark: string;
}

/** `.vigie/run.json`: what runs now and where. `npx vigie` reads the addresses; it is gone when nothing runs. */
export interface RunFile {
  readonly start: KnownProcess;
  readonly startedAt: string;
  readonly children: readonly KnownProcess[];
  /** The rest is there when everything is ready. */
  readonly kafkaBrokers?: string;
  readonly redisUrl?: string;
  readonly page?: string;
  readonly scorer?: string;
  readonly modelDir?: string;
  readonly policyFile?: string;
  readonly kekFile?: string;
  readonly tokenFile?: string;
}

export function writeRunFile(file: string, content: RunFile): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Not that of an earlier start which made us give up. */
export function removeOwnRunFile(file: string): void {
  if (readRunFile(file)?.start.pid === process.pid) rmSync(file, { force: true });
}

/**
 * Makes sure that nothing of an earlier start uses the data. Throws when that start is still there, or when processes
 * of one that died do not end within `patienceMs` (its warden ends them; we end nothing that we have not started).
 */
export async function afterEarlierRun(file: string, say: Say, patienceMs = 30_000): Promise<void> {
  const earlier = readRunFile(file);
  if (earlier === null) return;
  if (runs(earlier.start)) {
    throw new Obstacle(
      `Vigie is already running here (process ${earlier.start.pid}, since ${earlier.startedAt}` +
        `${earlier.page === undefined ? '' : `, ${earlier.page}`}): end it with Ctrl-C in its terminal ` +
        `or with "kill ${earlier.start.pid}", then start again.`,
    );
  }
  const deadline = Date.now() + patienceMs;
  for (let left = earlier.children.filter(runs); left.length > 0; left = earlier.children.filter(runs)) {
    const names = left.map(({ name, pid }) => `${name} (process ${pid})`).join(', ');
    if (Date.now() > deadline) {
      throw new Obstacle(
        `An earlier start has died and left ${names} behind: end it with "kill ${left.map(({ pid }) => pid).join(' ')}", ` +
          'then start again.',
      );
    }
    say(`an earlier start has died; waiting for the end of ${names}`);
    await sleep(1000);
  }
  rmSync(file, { force: true });
}

/** Whether the process is there and is the one meant. */
export function runs({ pid, mark }: KnownProcess): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return commandLine(pid)?.includes(mark) ?? false;
}

function commandLine(pid: number): string | null {
  const proc = `/proc/${pid}/cmdline`;
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(proc, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return null;
  }
}

/** Null when there is none or it is cut short by a crash: it holds nothing that is not found again. */
function readRunFile(file: string): RunFile | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunFile;
  } catch {
    return null;
  }
}
