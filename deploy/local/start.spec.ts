import { expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { startProcess } from './processes.ts';
import { type KnownProcess, type RunFile, runs } from './run-file.ts';
import { standInCheckout } from './stand-ins.ts';
import { defaultJarsDir } from './state.ts';

/** `npm start` in a stand-in checkout: real Kafka and Redis, real signals, services that do nothing. */
class NpmStart {
  output = '';
  readonly child: ChildProcess;
  readonly ended: Promise<number | NodeJS.Signals | null>;

  constructor(
    readonly root: string,
    env: Record<string, string>,
  ) {
    const own = { TEST_JARS_DIR: defaultJarsDir(), VIGIE_CONTAINERS: '0', KAFKA_BROKERS: '', REDIS_URL: '' };
    this.child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', join(root, 'start.ts')], {
      env: { ...process.env, ...own, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (data: Buffer) => (this.output += data.toString()));
    }
    this.ended = new Promise((resolve) => this.child.once('close', (code, signal) => resolve(code ?? signal)));
  }

  runFile(): RunFile {
    return JSON.parse(readFileSync(join(this.root, '.vigie', 'run.json'), 'utf8')) as RunFile;
  }

  async untilReady(): Promise<RunFile> {
    await this.until(() => this.output.includes('Ctrl-C ends'));
    return this.runFile();
  }

  async until(condition: () => boolean): Promise<void> {
    const deadline = Date.now() + 120_000;
    while (!condition()) {
      if (this.child.exitCode !== null || Date.now() > deadline)
        throw new Error(`it did not come to pass: ${this.output}`);
      await new Promise((wake) => setTimeout(wake, 50));
    }
  }
}

function read(root: string, service: string): Record<string, string> {
  return JSON.parse(readFileSync(join(root, 'services', service, 'dist', 'env.json'), 'utf8')) as Record<
    string,
    string
  >;
}

function names(children: readonly KnownProcess[]): string[] {
  return children.map(({ name }) => name).sort();
}

test('brings everything up, ends it on Ctrl-C and nothing else, takes over the data; survives its own death', async () => {
  const unrelated = startProcess({ name: 'unrelated', command: 'sleep', args: ['600'] });
  const root = standInCheckout();
  const port = await freePort();
  const env = { VIGIE_PORT: String(port) };

  const first = new NpmStart(root, env);
  const run = await first.untilReady();
  expect(first.output).toMatch(new RegExp(`Vigie is ready: http://127\\.0\\.0\\.1:${port}/\\?login=[\\w-]{22}\n`));
  expect(first.output).toContain('alerts warns');
  expect(first.output).not.toContain('says nothing of interest');
  expect(readFileSync(join(root, '.vigie', 'logs', 'scorer.log'), 'utf8')).toContain('says nothing of interest');
  expect(names(run.children)).toEqual(['Kafka', 'Redis', 'alerts', 'scorer']);
  expect(run.children.every(runs)).toBe(true);

  const kek = readFileSync(run.kekFile ?? '', 'utf8').trim();
  expect(Buffer.from(kek, 'base64')).toHaveLength(32);
  expect(statSync(run.kekFile ?? '').mode & 0o777).toBe(0o600);
  const login = /login=([\w-]+)/.exec(first.output)?.[1];
  expect(read(root, 'alerts')).toMatchObject({
    KAFKA_BROKERS: run.kafkaBrokers,
    REDIS_URL: run.redisUrl,
    VIGIE_HTTP_HOST: '127.0.0.1',
    VIGIE_HTTP_PORT: String(port),
    VIGIE_DEV: '1',
    VIGIE_DEV_LOGIN: login,
    VIGIE_DEV_TOKEN: readFileSync(run.tokenFile ?? '', 'utf8').trim(),
    VIGIE_KEK_FILE: run.kekFile,
  });
  expect(read(root, 'scorer')).not.toHaveProperty('VIGIE_DEV');

  const meanwhile = new NpmStart(root, env);
  expect(await meanwhile.ended).toBe(1);
  expect(meanwhile.output.trim()).toMatch(
    /^Vigie is already running here \(process \d+, since .+\): end it with Ctrl-C/,
  );
  expect(run.children.every(runs)).toBe(true);

  // npm passes the terminal's Ctrl-C on, so it comes twice within a moment.
  first.child.kill('SIGINT');
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(130);
  expect(run.children.filter(runs)).toEqual([]);
  expect(first.output.indexOf('ending scorer')).toBeLessThan(first.output.indexOf('ending Kafka'));
  expect(first.output).not.toContain('ended by itself');
  expect(existsSync(join(root, '.vigie', 'run.json'))).toBe(false);
  expect(unrelated.hasExited()).toBe(false);

  const second = new NpmStart(root, env);
  const again = await second.untilReady();
  expect(readFileSync(join(root, 'services', 'cli', 'dist', 'asked.txt'), 'utf8').split('\n')).toEqual([
    'topics create',
    'send --demo',
    'topics create',
    '',
  ]);
  expect(readFileSync(again.kekFile ?? '', 'utf8').trim()).toBe(kek);

  second.child.kill('SIGKILL');
  await second.ended;
  const third = new NpmStart(root, env); // waits until what the dead one left has ended
  const last = await third.untilReady();
  expect(again.children.filter(runs)).toEqual([]);

  process.kill(last.children.find(({ name }) => name === 'scorer')?.pid ?? 0, 'SIGKILL');
  expect(await third.ended).toBe(1);
  expect(third.output).toContain('scorer has ended by itself (signal SIGKILL), so everything ends');
  expect(last.children.filter(runs)).toEqual([]);
  expect(unrelated.hasExited()).toBe(false);
  await unrelated.kill();
}, 300_000);

test('Ctrl-C while Kafka is starting ends Kafka too', async () => {
  const start = new NpmStart(standInCheckout(), { VIGIE_PORT: String(await freePort()) });
  await start.until(
    () => existsSync(join(start.root, '.vigie', 'run.json')) && names(start.runFile().children).includes('Kafka'),
  );
  const { children } = start.runFile();
  start.child.kill('SIGINT');
  expect(await start.ended).toBe(130);
  expect(children.filter(runs)).toEqual([]);
}, 60_000);

test('a second Ctrl-C does not wait for a service that does not listen', async () => {
  const root = standInCheckout();
  const main = join(root, 'services', 'alerts', 'dist', 'main.js');
  writeFileSync(main, readFileSync(main, 'utf8').replace('() => process.exit(0)', '() => undefined'));
  const start = new NpmStart(root, { VIGIE_PORT: String(await freePort()) });
  const { children } = await start.untilReady();
  start.child.kill('SIGINT');
  await new Promise((wake) => setTimeout(wake, 1500));
  expect(children.some(runs)).toBe(true);
  start.child.kill('SIGINT');
  const asked = Date.now();
  expect(await start.ended).toBe(130);
  expect(Date.now() - asked).toBeLessThan(5000);
  expect(children.filter(runs)).toEqual([]);
}, 120_000);

test('the page port is taken: one sentence before anything is started', async () => {
  const server = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const start = new NpmStart(standInCheckout(), { VIGIE_PORT: String(port) });
  expect(await start.ended).toBe(1);
  expect(start.output.trim()).toBe(
    `Port ${port} is in use by another program: end that program, or choose another port with VIGIE_PORT=${port + 10} npm start`,
  );
  server.close();
}, 60_000);

test('a folder that cannot be written: one sentence with the remedy', async () => {
  const root = standInCheckout();
  writeFileSync(join(root, '.vigie'), 'a file where the folder should be');
  const start = new NpmStart(root, {});
  expect(await start.ended).toBe(1);
  expect(start.output.trim()).toMatch(
    /^The folder \S+ cannot be written \(EEXIST\): give your user the right to, or clone/,
  );
}, 60_000);

test('a service that does not start: one sentence with its log, everything ends', async () => {
  const root = standInCheckout();
  mkdirSync(join(root, 'services', 'scorer', 'dist'), { recursive: true });
  writeFileSync(join(root, 'services', 'scorer', 'dist', 'main.js'), 'throw new Error("no model")');
  const start = new NpmStart(root, { VIGIE_PORT: String(await freePort()) });
  expect(await start.ended).toBe(1);
  expect(start.output).toContain('scorer   │ Error: no model');
  expect(start.output).toContain(
    `scorer ended while starting (exit code 1): see ${join(root, '.vigie', 'logs', 'scorer.log')}`,
  );
}, 120_000);
