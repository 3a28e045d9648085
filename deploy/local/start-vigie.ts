import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Infrastructure, bringUp } from './infrastructure.ts';
import { fingerprint } from './jars.ts';
import { DEFAULT_PORTS, pagePort, portOr } from './ports.ts';
import { type RunningProcess } from './processes.ts';
import { afterEarlierRun, type KnownProcess, type RunFile, writeRunFile } from './run-file.ts';
import { say, sayAs } from './say.ts';
import { runVigie, startService, untilReady } from './services.ts';
import { requireWritable, secretFile, type StateFiles } from './state.ts';
import { type Supervisor } from './supervisor.ts';

export interface StartOptions {
  readonly root: string;
  readonly state: StateFiles;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly supervisor: Supervisor;
  readonly build: (supervisor: Supervisor) => Promise<void>;
}

/**
 * The whole of `npm start` after the installation: build, Kafka and Redis, topics, scorer and alerts, demonstration,
 * the page's address. Returns what must go on running; what was started belongs to the supervisor, also on a throw.
 */
export async function startVigie(options: StartOptions): Promise<readonly RunningProcess[]> {
  const { root, state, env, supervisor } = options;
  requireWritable(state.dir);
  await afterEarlierRun(state.run, say);
  const page = await pagePort(env['VIGIE_PORT']);
  const record = recorder(options);
  record({});

  await options.build(supervisor);
  const infrastructure = await bringUp({
    env,
    supervisor,
    jarsDir: state.jars,
    dataDir: state.dir,
    keepData: true,
    ports: async () => ({
      kafka: await portOr(DEFAULT_PORTS.kafka, 'Kafka', sayAs('kafka')),
      redis: await portOr(DEFAULT_PORTS.redis, 'Redis', sayAs('redis')),
    }),
  });

  const shared = sharedEnvironment(options, infrastructure);
  await runVigie(supervisor, { root, env: shared }, 'topics', 'create');
  const addresses = await startServices(options, shared, page);
  const { kafkaBrokers, redisUrl } = infrastructure;
  record({ kafkaBrokers, redisUrl, page: addresses.page, scorer: addresses.scorer, ...filesOf(options, shared) });
  await demonstrateOnce(options, infrastructure, shared);
  record({});
  announce(addresses.page, addresses.login);
  return supervisor.processes();
}

/** Variables for this command alone; services refuse what begins with VIGIE_ and is not theirs. */
export const START_ONLY = { VIGIE_CONTAINERS: undefined, VIGIE_DEMO: undefined, VIGIE_VERBOSE: undefined };

/** Variables that scorer, alerts and vigie share; what the user has set goes before what we choose. */
function sharedEnvironment({ root, state, env }: StartOptions, { kafkaBrokers, redisUrl }: Infrastructure) {
  if (!env['VIGIE_KEK_FILE']) secretFile(state.kek, 'base64');
  return {
    ...START_ONLY,
    KAFKA_BROKERS: kafkaBrokers,
    REDIS_URL: redisUrl,
    VIGIE_MODEL_DIR: env['VIGIE_MODEL_DIR'] || join(root, 'models', 'vigie-base'),
    VIGIE_POLICY_FILE: env['VIGIE_POLICY_FILE'] || join(root, 'deploy', 'policy.yaml'),
    VIGIE_KEK_FILE: env['VIGIE_KEK_FILE'] || state.kek,
    VIGIE_DEV_TOKEN: env['VIGIE_DEV_TOKEN'] || secretFile(state.token, 'base64url'),
    VIGIE_HTTP_HOST: '127.0.0.1',
  };
}

type ServiceEnvironment = ReturnType<typeof sharedEnvironment>;

async function startServices(options: StartOptions, shared: ServiceEnvironment, page: number) {
  const { root, state, env, supervisor } = options;
  const login = randomBytes(16).toString('base64url');
  const scorerPort = await portOr(DEFAULT_PORTS.scorer, "the scorer's health page", sayAs('scorer'));
  const common = { root, logsDir: state.logs, verbose: env['VIGIE_VERBOSE'] === '1' };
  say('starting scorer and alerts');
  const scorer = startService(supervisor, {
    ...common,
    name: 'scorer',
    env: { ...shared, VIGIE_DEV_TOKEN: undefined, VIGIE_HTTP_PORT: String(scorerPort) },
  });
  const alerts = startService(supervisor, {
    ...common,
    name: 'alerts',
    env: { ...shared, VIGIE_HTTP_PORT: String(page), VIGIE_DEV: '1', VIGIE_DEV_LOGIN: login },
  });
  const addresses = { scorer: `http://127.0.0.1:${scorerPort}`, page: `http://127.0.0.1:${page}` };
  await Promise.all([
    untilReady(scorer, addresses.scorer, join(state.logs, 'scorer.log'), say),
    untilReady(alerts, addresses.page, join(state.logs, 'alerts.log'), say),
  ]);
  return { ...addresses, login };
}

/** Once for each Kafka's data; a second time would do no harm (ids come from content), only repeat itself. */
async function demonstrateOnce(options: StartOptions, infrastructure: Infrastructure, env: ServiceEnvironment) {
  const { root, state, supervisor } = options;
  const marker = demoMarker(state, infrastructure);
  if (existsSync(marker) || options.env['VIGIE_DEMO'] === '0') return;
  say('sending the demonstration conversations');
  await runVigie(supervisor, { root, env }, 'send', '--demo');
  writeFileSync(marker, '');
}

/** Beside our own Kafka's data, so that it goes with them; for another Kafka by its address. */
export function demoMarker(state: StateFiles, { kafka, kafkaBrokers }: Infrastructure): string {
  if (kafka === 'local') return join(state.kafka, 'demo-sent');
  return `${state.demoSent}-${kafka === 'container' ? kafka : fingerprint(kafkaBrokers)}`;
}

function announce(page: string, login: string): void {
  say('');
  say(`Vigie is ready: ${page}/?login=${login}`);
  say('The link signs you in once. Ctrl-C ends everything that was started here and keeps its data.');
}

/** Writes run.json now, after every start of a process, and whenever something is added. */
function recorder({ state, supervisor }: StartOptions): (added: Partial<RunFile>) => void {
  const start: KnownProcess = { name: 'npm start', pid: process.pid, mark: process.argv[1] ?? '' };
  let content: RunFile = { start, startedAt: new Date().toISOString(), children: [] };
  const record = (added: Partial<RunFile>): void => {
    const children = supervisor.processes().map(({ name, pid, mark }) => ({ name, pid, mark }));
    content = { ...content, ...added, children };
    writeRunFile(state.run, content);
  };
  supervisor.watch(() => record({}));
  return record;
}

function filesOf({ env, state }: StartOptions, shared: ServiceEnvironment): Partial<RunFile> {
  return {
    modelDir: shared.VIGIE_MODEL_DIR,
    policyFile: shared.VIGIE_POLICY_FILE,
    kekFile: shared.VIGIE_KEK_FILE,
    ...(env['VIGIE_DEV_TOKEN'] ? {} : { tokenFile: state.token }),
  };
}
