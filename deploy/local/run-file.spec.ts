import { expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from './processes.ts';
import { afterEarlierRun, type KnownProcess, removeOwnRunFile, runs, writeRunFile } from './run-file.ts';

const GONE: KnownProcess = { name: 'npm start', pid: 2 ** 22 + 1, mark: 'start.ts' };
const startedAt = '2026-11-25T10:00:00.000Z';
const silent = (): void => undefined;

function sleeper() {
  return startProcess({
    name: 'Kafka',
    command: process.execPath,
    args: ['-e', 'setInterval(() => {}, 1000)', 'mark-42'],
  });
}

function runFile(): string {
  return join(mkdtempSync(join(tmpdir(), 'vigie-run-')), 'run.json');
}

test('a process is known by its number and its command line', async () => {
  const child = sleeper();
  expect(runs({ name: 'x', pid: child.pid, mark: 'mark-42' })).toBe(true);
  expect(runs({ name: 'x', pid: child.pid, mark: 'mark-43' })).toBe(false);
  await child.kill();
  expect(runs({ name: 'x', pid: child.pid, mark: 'mark-42' })).toBe(false);
});

test('no earlier run, or one that has ended with all it had: nothing stands in the way', async () => {
  const file = runFile();
  await afterEarlierRun(file, silent);
  writeRunFile(file, { start: GONE, startedAt, children: [{ ...GONE, name: 'Kafka' }] });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await afterEarlierRun(file, silent);
  expect(existsSync(file)).toBe(false);
});

test('an earlier run that still runs: one sentence with the remedy; its file stays', async () => {
  const file = runFile();
  const child = sleeper();
  const start = { name: 'npm start', pid: child.pid, mark: 'mark-42' };
  writeRunFile(file, { start, startedAt, children: [], page: 'http://127.0.0.1:8080' });
  await expect(afterEarlierRun(file, silent)).rejects.toThrow(
    `Vigie is already running here (process ${child.pid}, since ${startedAt}, http://127.0.0.1:8080): ` +
      `end it with Ctrl-C in its terminal or with "kill ${child.pid}", then start again.`,
  );
  removeOwnRunFile(file);
  expect(existsSync(file)).toBe(true);
  await child.kill();
});

test('what a dead run left behind is waited for, then named; never ended', async () => {
  const file = runFile();
  const child = sleeper();
  writeRunFile(file, { start: GONE, startedAt, children: [{ name: 'Kafka', pid: child.pid, mark: 'mark-42' }] });
  await expect(afterEarlierRun(file, silent, 0)).rejects.toThrow(
    `An earlier start has died and left Kafka (process ${child.pid}) behind: end it with "kill ${child.pid}"`,
  );
  expect(child.hasExited()).toBe(false);

  const said: string[] = [];
  const waited = afterEarlierRun(file, (line) => said.push(line));
  await child.kill();
  await waited;
  expect(said).toEqual([`an earlier start has died; waiting for the end of Kafka (process ${child.pid})`]);
});
