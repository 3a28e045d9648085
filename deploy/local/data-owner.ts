import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Obstacle } from './obstacle.ts';
import { type RunningProcess } from './processes.ts';
import { type KnownProcess, runs } from './run-file.ts';

/**
 * Throws when a server still works on this folder. Kafka notices only after it has read a log that is being written,
 * and Redis never: two of them on one file destroy it.
 */
export function requireUnowned(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  const owner = readOwner(dataDir);
  if (owner === null || !runs(owner)) return;
  throw new Obstacle(
    `${owner.name} (process ${owner.pid}) works on ${dataDir}: end it with "kill ${owner.pid}", then start again.`,
  );
}

export function noteOwner(dataDir: string, { name, pid, mark }: RunningProcess): void {
  writeFileSync(join(dataDir, 'owner.json'), JSON.stringify({ name, pid, mark } satisfies KnownProcess));
}

function readOwner(dataDir: string): KnownProcess | null {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'owner.json'), 'utf8')) as KnownProcess;
  } catch {
    return null;
  }
}
