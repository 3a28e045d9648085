import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from './processes.ts';
import { Ending, Supervisor } from './supervisor.ts';

const SLEEPS = 'setInterval(() => {}, 1000); console.log("up")';
const DEAF = `process.on('SIGTERM', () => {}); ${SLEEPS}`;

interface Up {
  stop(): Promise<void>;
  kill(): Promise<void>;
  readonly pid: number;
  readonly exited: Promise<unknown>;
}

/** A child that runs this script and has said its first line. */
async function up(script: string, graceMs = 10_000, supervisor?: Supervisor, name = 'child'): Promise<Up> {
  let said = (): void => undefined;
  const spoken = new Promise<void>((resolve) => (said = resolve));
  const start = supervisor?.start ?? startProcess;
  const child = start({ name, command: process.execPath, args: ['-e', script], graceMs, onLine: () => said() });
  await spoken;
  return child;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean, timeoutMs = 15_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not come to pass');
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

test('stop asks with SIGTERM', async () => {
  const child = await up(SLEEPS);
  await child.stop();
  expect(await child.exited).toEqual({ code: null, signal: 'SIGTERM' });
});

test('stop takes SIGKILL after the grace period, for the children of the child too', async () => {
  const grandchild = `const g = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(DEAF)}]);`;
  const lines: string[] = [];
  const child = startProcess({
    name: 'deaf',
    command: process.execPath,
    args: ['-e', `${grandchild} g.stdout.once('data', () => console.log(g.pid)); process.on('SIGTERM', () => {});`],
    graceMs: 200,
    onLine: (line) => lines.push(line),
  });
  await until(() => lines.length > 0);
  await child.stop();
  expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
  await until(() => !isAlive(Number(lines[0])));
});

test('a command that is not there ends at once with its reason', async () => {
  const child = startProcess({ name: 'nothing', command: 'no-such-command-here', args: [] });
  expect(await child.exited).toMatchObject({ code: null, error: { code: 'ENOENT' } });
  await child.stop();
});

test('the supervisor ends what started last first, and starts nothing afterwards', async () => {
  const supervisor = new Supervisor();
  for (const name of ['kafka', 'scorer', 'alerts']) await up(SLEEPS, 5000, supervisor, name);
  const said: string[] = [];
  await supervisor.stopAll((line) => said.push(line));
  expect(said).toEqual(['ending alerts', 'ending scorer', 'ending kafka']);
  expect(supervisor.processes()).toEqual([]);
  expect(() => supervisor.start({ name: 'late', command: 'true', args: [] })).toThrow(Ending);
});

test('children end when their parent is killed, and nobody else does', async () => {
  const unrelated = await up(SLEEPS);
  const folder = mkdtempSync(join(tmpdir(), 'vigie-parent-'));
  const main = join(folder, 'parent.ts');
  writeFileSync(
    main,
    `import { startProcess } from ${JSON.stringify(join(import.meta.dirname, 'processes.ts'))};
     for (const script of ${JSON.stringify([SLEEPS, SLEEPS])}) {
       console.log(startProcess({ name: 'x', command: process.execPath, args: ['-e', script] }).pid);
     }`,
  );
  const parent = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  parent.stdout.on('data', (data: Buffer) => (output += data.toString()));
  const pids = (): number[] => output.trim().split('\n').map(Number);
  await until(() => pids().length === 2);
  expect(pids().every(isAlive)).toBe(true);
  parent.kill('SIGKILL');
  await until(() => !pids().some(isAlive));
  expect(isAlive(unrelated.pid)).toBe(true);
  await unrelated.kill();
}, 60_000);
