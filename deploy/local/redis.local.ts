import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { noteOwner, requireUnowned } from './data-owner.ts';
import { prepareJars } from './jars.ts';
import { type LocalServer } from './kafka.jars.ts';
import { Obstacle } from './obstacle.ts';
import { freePort } from './ports.ts';
import { describeExit, type RunningProcess, startInBackground, type StartProcess } from './processes.ts';
import { untilRedisReady } from './redis.ready.ts';
import { defaultJarsDir } from './state.ts';

export interface RedisOptions {
  /** Redis' append-only file; kept when it stops, taken over by the next start. Holds `redis.log` too. */
  readonly dataDir: string;
  /** Default: a free one. */
  readonly port?: number;
  readonly jarsDir?: string;
  readonly start?: StartProcess;
}

const READY_WITHIN_MS = 20_000;

/**
 * A Redis of this machine: `redis-server` or `valkey-server` of the PATH, else the binary in the Maven jar
 * `embedded-redis` (Linux: needs OpenSSL 3). What it has acknowledged is on disk within a second, and after `kill` too.
 */
export async function startRedis(options: RedisOptions): Promise<LocalServer> {
  const { dataDir, start = startInBackground } = options;
  const command = await findRedis(options);
  const port = options.port ?? (await freePort());
  requireUnowned(dataDir);
  const server = start({
    name: 'Redis',
    command,
    args: redisArguments({ dataDir, port, bind: '127.0.0.1' }),
    logFile: join(dataDir, 'redis.log'),
    mark: `:${port}`, // Redis rewrites its command line
  });
  const address = `127.0.0.1:${port}`;
  noteOwner(dataDir, server);
  await untilRedisReady(`redis://${address}`, READY_WITHIN_MS, server).catch(() => fail(server, command, dataDir));
  return { address, port, pid: server.pid, process: server, stop: server.stop, kill: server.kill };
}

export function redisArguments({ dataDir, port, bind }: { dataDir: string; port: number; bind: string }): string[] {
  return Object.entries({
    bind,
    port: String(port),
    dir: dataDir,
    daemonize: 'no',
    // In a container every client comes from another address; there the published port keeps strangers out.
    'protected-mode': bind === '127.0.0.1' ? 'yes' : 'no',
    // The log of writes is enough, and what it holds survives SIGKILL; a snapshot beside it would be written twice.
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
  }).flatMap(([key, value]) => [`--${key}`, value]);
}

async function findRedis(options: RedisOptions): Promise<string> {
  const installed = onPath(['redis-server', 'valkey-server'], process.env['PATH'] ?? '');
  if (installed !== null) return installed;
  const { jarsDir = defaultJarsDir(), start = startInBackground } = options;
  const binary = bundledBinary(process.platform, process.arch);
  if (binary === null) {
    throw new Obstacle(
      `There is no Redis for ${process.platform} ${process.arch} among the jars: install redis-server or valkey-server, ` +
        'or set REDIS_URL to a Redis that runs.',
    );
  }
  return join((await prepareJars({ jarsDir, start })).dir, 'redis', binary);
}

/** The first of these commands that the PATH has, whole. */
export function onPath(commands: readonly string[], path: string): string | null {
  const candidates = commands.flatMap((command) => path.split(delimiter).map((folder) => join(folder, command)));
  return candidates.find(isExecutable) ?? null;
}

/** Names inside embedded-redis 1.4.4. */
export function bundledBinary(platform: string, arch: string): string | null {
  const binaries: Record<string, string> = {
    'linux x64': 'redis-server-6.2.6-v5-linux-amd64',
    'linux arm64': 'redis-server-6.2.7-linux-arm64',
    'darwin x64': 'redis-server-6.2.6-v5-darwin-amd64',
    'darwin arm64': 'redis-server-6.2.6-v5-darwin-arm64',
  };
  return binaries[`${platform} ${arch}`] ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function fail(server: RunningProcess, command: string, dataDir: string): Promise<never> {
  await server.kill();
  const log = join(dataDir, 'redis.log');
  const lastWords = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').at(-1) : '';
  throw new Obstacle(
    `Redis (${command}) did not start: ${lastWords || describeExit(await server.exited)} ` +
      '(install redis-server, valkey-server or OpenSSL 3, or set REDIS_URL to a Redis that runs).',
  );
}
