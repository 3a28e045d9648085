import { expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadProgress, prepareJars } from './jars.ts';
import { type Exit, type ProcessSpec, type RunningProcess } from './processes.ts';

/** A Maven that prints these lines and ends with this code. */
function maven(code: number, lines: string[]): (spec: ProcessSpec) => RunningProcess {
  return (spec) => {
    lines.forEach((line) => spec.onLine?.(line));
    const exited = Promise.resolve<Exit>({ code, signal: null });
    const end = async (): Promise<void> => undefined;
    return { name: spec.name, pid: 0, mark: '', exited, hasExited: () => true, stop: end, kill: end };
  };
}

const silent = (): void => undefined;

test('tells how much has come, without naming the place', () => {
  const said: string[] = [];
  const read = downloadProgress((line) => said.push(line));
  read('[INFO] Downloading from central: scheme://place/org/kafka-clients-4.4.0.jar');
  read('[INFO] Downloaded from central: scheme://place/org/kafka-clients-4.4.0.jar (9.5 MB at 3.1 MB/s)');
  read('[INFO] Downloaded from central: scheme://place/org/re2j-1.8.jar (500 kB at 1 MB/s)');
  expect(said).toEqual(['1 files, 9.5 MB, last kafka-clients-4.4.0.jar', '2 files, 10.0 MB, last re2j-1.8.jar']);
});

test('a dead network: one sentence with the remedy, and nothing half done stays', async () => {
  const jarsDir = mkdtempSync(join(tmpdir(), 'vigie-jars-'));
  const start = maven(1, ['[ERROR] Could not transfer artifact x from/to central: Unknown host place']);
  await expect(prepareJars({ jarsDir, start, say: silent })).rejects.toThrow(
    /^The jars of Kafka could not be downloaded because Maven reaches no network: connect this machine/,
  );
  expect(readdirSync(jarsDir)).toEqual([]);
});

test('another fault of Maven is shown in its words', async () => {
  const jarsDir = mkdtempSync(join(tmpdir(), 'vigie-jars-'));
  const start = maven(1, ['[INFO] x', '[ERROR] Non-readable POM']);
  await expect(prepareJars({ jarsDir, start, say: silent })).rejects.toThrow(
    'Maven failed (exit code 1):\n[ERROR] Non-readable POM',
  );
});

test('the jars are there: Maven is not asked', async () => {
  const { dir } = await prepareJars({ jarsDir: join(import.meta.dirname, '..', '..', '.vigie', 'jars') });
  expect(existsSync(join(dir, 'kafka'))).toBe(true);
  const again = await prepareJars({
    jarsDir: join(dir, '..'),
    start: () => {
      throw new Error('asked');
    },
  });
  expect(again.dir).toBe(dir);
}, 300_000);
