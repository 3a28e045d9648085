import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Say } from './say.ts';

/** How long after its end a child's output is still read: a daemon that it left behind may hold the pipe open for ever. */
const LAST_WORDS_MS = 500;

export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Everything that it prints goes to this file; it goes on printing there if we die. */
  readonly logFile?: string;
  /** Every line that it prints, instead of `logFile`. */
  readonly onLine?: Say;
  /** A part of its command line by which it can be told from others; default: its last argument. */
  readonly mark?: string;
  /** Its running alone does not keep this process alive: a test that forgot its server ends all the same. */
  readonly background?: boolean;
  /** Milliseconds between SIGTERM and SIGKILL. Default 10,000. */
  readonly graceMs?: number;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The command could not be run at all. */
  readonly error?: Error;
}

export interface RunningProcess {
  readonly name: string;
  /** 0 when the command could not be run. */
  readonly pid: number;
  readonly mark: string;
  readonly exited: Promise<Exit>;
  hasExited(): boolean;
  /** SIGTERM, after the grace period SIGKILL; resolves when it is gone. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/**
 * Starts a child in a process group of its own, so that Ctrl-C in the terminal reaches only us and we end the children
 * in order. Promise: the child ends when this process does, however that happens (see `warden.mjs`).
 */
export function startProcess(spec: ProcessSpec): RunningProcess {
  const log = spec.logFile === undefined ? null : openLog(spec.logFile);
  const output = log ?? 'pipe';
  const child = spawn(spec.command, [...spec.args], {
    cwd: spec.cwd,
    env: { ...process.env, ...spec.env },
    detached: true,
    stdio: ['ignore', output, output],
  });
  if (log !== null) closeSync(log);
  if (spec.background === true) child.unref();
  const pid = child.pid ?? 0;
  if (pid !== 0) warden().write(`+${pid}\n`);
  const lines = spec.onLine === undefined ? [] : readLines(child, spec.onLine);

  let gone = false;
  const ended = new Promise<Exit>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const exited = ended.then(async (exit) => {
    gone = true;
    signalGroup(pid, 'SIGKILL');
    await Promise.race([Promise.all(lines), sleep(LAST_WORDS_MS, undefined, { ref: false })]);
    if (pid !== 0) warden().write(`-${pid}\n`);
    return exit;
  });

  const kill = async (): Promise<void> => {
    child.ref();
    if (!gone) signalGroup(pid, 'SIGKILL');
    await exited;
  };
  const stop = async (): Promise<void> => {
    child.ref();
    if (!gone) signalGroup(pid, 'SIGTERM');
    const timer = setTimeout(() => void kill(), spec.graceMs ?? 10_000);
    await exited;
    clearTimeout(timer);
  };
  const mark = spec.mark ?? spec.args.at(-1) ?? spec.command;
  return { name: spec.name, pid, mark, exited, hasExited: () => gone, stop, kill };
}

export type StartProcess = (spec: ProcessSpec) => RunningProcess;

export const startInBackground: StartProcess = (spec) => startProcess({ ...spec, background: true });

export function describeExit({ code, signal, error }: Exit): string {
  if (error !== undefined) return error.message;
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, 'a');
}

function readLines(child: ChildProcess, onLine: Say): Promise<void>[] {
  return [child.stdout, child.stderr].flatMap((stream) => {
    if (stream === null) return [];
    const reader = createInterface({ input: stream });
    reader.on('line', onLine);
    return [new Promise<void>((resolve) => void reader.once('close', resolve))];
  });
}

/** To the child's whole group: a tool such as Maven or Nx has children of its own. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    if (pid !== 0) process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: all gone. EPERM: macOS says so of a group that has only zombies left.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

let wardenInput: Writable | null = null;

/** One warden for all children of this process, started with the first; it holds nothing open. */
function warden(): Writable {
  if (wardenInput !== null) return wardenInput;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'warden.mjs')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  child.stdin.on('error', () => undefined);
  wardenInput = child.stdin;
  return wardenInput;
}
