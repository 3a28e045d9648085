import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringUp, type Infrastructure } from './infrastructure.ts';
import { freePort } from './ports.ts';
import { runUntilEnd } from './run-until-end.ts';
import { say } from './say.ts';
import { START_ONLY } from './start-vigie.ts';
import { requireWritable, stateFiles } from './state.ts';
import { Supervisor } from './supervisor.ts';
import { closingLine, countTests, readJestResult, type TestResult } from './test-result.ts';

export interface TestOptions {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For Jest: paths, `-t name` and so on. */
  readonly args: readonly string[];
  readonly build: (root: string, supervisor: Supervisor) => Promise<void>;
}

/**
 * Builds, starts a Kafka and a Redis of its own on free ports with a data folder that goes with it (a running
 * `npm start` is never met), runs Jest, ends everything and says `N passed, N failed` last. Returns the exit code.
 */
export async function runTests(options: TestOptions): Promise<number> {
  const work = mkdtempSync(join(tmpdir(), 'vigie-test-'));
  const supervisor = new Supervisor();
  let result: TestResult = { passed: 0, failed: 1 };
  const code = await runUntilEnd(supervisor, async () => {
    const { code, counted } = await buildAndTest(options, supervisor, work);
    result = counted;
    return code;
  });
  rmSync(work, { recursive: true, force: true, maxRetries: 10 }); // forgotten servers may still be writing
  say(closingLine(result));
  return code === 0 && result.failed > 0 ? 1 : code;
}

async function buildAndTest({ root, env, args, build }: TestOptions, supervisor: Supervisor, work: string) {
  const state = stateFiles(root);
  requireWritable(state.dir);
  await build(root, supervisor);
  const infrastructure = await bringUp({
    env,
    supervisor,
    jarsDir: state.jars,
    dataDir: work,
    keepData: false,
    ports: async () => ({ kafka: await freePort(), redis: await freePort() }),
  });
  const resultFile = join(work, 'jest.json');
  const code = await runJest({ root, args, work, resultFile }, infrastructure, supervisor);
  const jest = readJestResult(resultFile);
  if (jest === null) say('Jest left no result: it ended before its time.');
  return { code, counted: countTests(jest) };
}

interface JestRun {
  readonly root: string;
  readonly args: readonly string[];
  readonly work: string;
  readonly resultFile: string;
}

async function runJest(
  { root, args, work, resultFile }: JestRun,
  { kafkaBrokers, redisUrl }: Infrastructure,
  supervisor: Supervisor,
): Promise<number> {
  // The folders that tests make go with the run; what Jest has compiled stays.
  const temporary = join(work, 'tmp');
  mkdirSync(temporary);
  const jest = supervisor.start({
    name: 'Jest',
    command: process.execPath,
    args: [
      ...['--experimental-vm-modules', ...SILENCED, join(root, 'node_modules', '.bin', 'jest')],
      ...['--json', `--outputFile=${resultFile}`, `--cacheDirectory=${join(root, 'node_modules', '.cache', 'jest')}`],
      ...workers(args),
      ...args,
    ],
    cwd: root,
    env: { ...START_ONLY, TMPDIR: temporary, KAFKA_BROKERS: kafkaBrokers, REDIS_URL: redisUrl },
    onLine: say,
  });
  const hung = setInterval(() => {
    if (ageMs(resultFile) < HUNG_AFTER_MS) return;
    say(
      'Jest has its result and does not end: a test left a server, a connection or a timer open (--detectOpenHandles).',
    );
    void jest.kill();
  }, 1000);
  const { code } = await jest.exited;
  clearInterval(hung);
  return code ?? 1;
}

/** Many tests wait for a server, so two at a time even on two cores, where Jest alone would take one. */
function workers(args: readonly string[]): string[] {
  const chosen = args.some((arg) => /^(-w|--maxWorkers|-i$|--runInBand)/.test(arg));
  return chosen ? [] : [`--maxWorkers=${Math.max(2, availableParallelism() - 1)}`];
}

/** How long Jest may take to end after it has written its result. */
const HUNG_AFTER_MS = 30_000;

function ageMs(file: string): number {
  const written = statSync(file, { throwIfNoEntry: false });
  return written === undefined ? 0 : Date.now() - written.mtimeMs;
}

/** One line for each worker that says nothing about the code under test. */
const SILENCED = ['--disable-warning=ExperimentalWarning', '--disable-warning=TimeoutNegativeWarning'];
