import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Obstacle } from './obstacle.ts';

/** The folder of the checkout. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** Everything that `npm start` keeps, in one folder that git ignores; removed, the next start begins from nothing. */
export function stateFiles(root: string) {
  const dir = join(root, '.vigie');
  return {
    dir,
    jars: join(dir, 'jars'),
    kafka: join(dir, 'kafka'),
    redis: join(dir, 'redis'),
    logs: join(dir, 'logs'),
    demoSent: join(dir, 'demo-sent'),
    kek: join(dir, 'secrets', 'kek'),
    token: join(dir, 'secrets', 'dev-token'),
    run: join(dir, 'run.json'),
  };
}

export type StateFiles = ReturnType<typeof stateFiles>;

export function defaultJarsDir(): string {
  return stateFiles(ROOT).jars;
}

export function requireWritable(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
    writeFileSync(join(dir, '.writable'), '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new Obstacle(
      code === 'ENOSPC'
        ? `The disk of ${dir} is full: make room (some 500 MB), then run the command again.`
        : `The folder ${dir} cannot be written (${code}): give your user the right to, or clone into a folder of yours.`,
      { cause: error },
    );
  }
}

/** A secret of this checkout for development: 32 random bytes, readable by its user only, made once and then kept. */
export function secretFile(file: string, encoding: 'base64' | 'base64url'): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${randomBytes(32).toString(encoding)}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}
