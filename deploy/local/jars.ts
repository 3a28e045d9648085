import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { requireMaven } from './java.ts';
import { Obstacle, soundsLikeNoNetwork } from './obstacle.ts';
import { describeExit, type StartProcess, startProcess } from './processes.ts';
import { sayAs, type Say, throttled } from './say.ts';

const POM = join(import.meta.dirname, 'pom.xml');

/** What Maven brought: `kafka/*.jar`, `redis/redis-server-*`; later also the broker's template and class archive. */
export interface Jars {
  readonly dir: string;
}

export interface JarsOptions {
  /** Holds one folder per content of pom.xml, so that a run in progress keeps its jars when the pom changes. */
  readonly jarsDir: string;
  readonly start?: StartProcess;
  readonly say?: Say;
}

/**
 * Copies the jars of pom.xml out of the user's Maven repository, downloading what is missing there. Without network
 * when they have been copied before. Two at the same time do not disturb each other: the folder appears by renaming.
 */
export function prepareJars(options: JarsOptions): Promise<Jars> {
  const dir = join(options.jarsDir, fingerprint(readFileSync(POM, 'utf8')));
  const preparing = inProgress.get(dir) ?? prepareFolder(dir, options).finally(() => inProgress.delete(dir));
  inProgress.set(dir, preparing);
  return preparing;
}

/** Kafka and Redis ask at the same time. */
const inProgress = new Map<string, Promise<Jars>>();

async function prepareFolder(dir: string, options: JarsOptions): Promise<Jars> {
  const { jarsDir, start = startProcess, say = sayAs('maven') } = options;
  if (existsSync(dir)) return { dir };
  await requireMaven();
  say('fetching Kafka and Redis (about 70 MB the first time, into the Maven repository of your user)');
  const unfinished = `${dir}.${process.pid}.unfinished`;
  mkdirSync(jarsDir, { recursive: true });
  try {
    await runMaven(unfinished, start, say);
    for (const binary of readdirSync(join(unfinished, 'redis'))) chmodSync(join(unfinished, 'redis', binary), 0o755);
    if (!existsSync(dir)) renameSync(unfinished, dir);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return { dir };
}

export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

async function runMaven(to: string, start: StartProcess, say: Say): Promise<void> {
  const output: string[] = [];
  const progress = downloadProgress(throttled(say, 1000));
  const exit = await start({
    name: 'Maven',
    command: 'mvn',
    // -U: Maven remembers a failed download and would not try again for a day.
    args: ['-B', '-U', '-f', POM, 'generate-resources', `-Dto=${to}`],
    onLine: (line) => {
      output.push(line);
      progress(line);
    },
  }).exited;
  if (exit.code === 0) return;
  if (soundsLikeNoNetwork(output.join('\n'))) {
    throw new Obstacle(
      'The jars of Kafka could not be downloaded because Maven reaches no network: connect this machine ' +
        '(behind a proxy: <proxies> in ~/.m2/settings.xml), then run the command again; what has come stays.',
    );
  }
  const errors = output.filter((line) => line.includes('ERROR')).slice(0, 10);
  throw new Error(`Maven failed (${describeExit(exit)}):\n${errors.join('\n')}`);
}

/** Reads Maven's lines and tells how much has come; without the name of the place where it comes from. */
export function downloadProgress(say: Say): (line: string) => void {
  let files = 0;
  let megabytes = 0;
  return (line) => {
    const found = /Downloaded from \S+ \S*\/([^/\s]+) \(([\d.]+) (B|kB|MB)/.exec(line);
    if (found === null) return;
    const [, file, size, unit] = found;
    files += 1;
    megabytes += Number(size) / { B: 1e6, kB: 1e3, MB: 1 }[unit as 'B' | 'kB' | 'MB'];
    say(`${files} files, ${megabytes.toFixed(1)} MB, last ${file}`);
  };
}
