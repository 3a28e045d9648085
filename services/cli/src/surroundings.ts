import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type KafkaOptions } from '@vigie/kafka';
import { kafkaConfig, readConfig, redisConfig } from '@vigie/runtime';
import { CliError } from './cli-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the system is that a command talks to: the environment says it, or a running `npm start` (.vigie/run.json). */
export interface Surroundings {
  readonly modelDir: string;
  readonly policyFile: string;
  readonly demoFile: string;
  readonly scorerGroup: string;
  /** @throws OperatorError that says which variable does not hold; so does `redisUrl` */
  readonly kafka: () => KafkaOptions;
  readonly redisUrl: () => string;
}

interface RunFile {
  readonly kafkaBrokers?: string;
  readonly redisUrl?: string;
}

/** Addresses are read when a command needs them: what is wrong with them does not concern the others. */
export function surroundings(env: Environment, from = process.cwd()): Surroundings {
  const root = projectRoot(from) ?? projectRoot(import.meta.dirname) ?? from;
  const running = () => runFile(join(root, '.vigie', 'run.json'));
  return {
    modelDir: env.VIGIE_MODEL_DIR || join(root, 'models', 'vigie-base'),
    policyFile: env.VIGIE_POLICY_FILE || join(root, 'deploy', 'policy.yaml'),
    demoFile: join(root, 'deploy', 'demo', 'conversations.txt'),
    scorerGroup: env.VIGIE_GROUP_ID || 'vigie-scorer',
    kafka: () => {
      const brokers = env.KAFKA_BROKERS || running().kafkaBrokers || '127.0.0.1:9092';
      const clientId = env.KAFKA_CLIENT_ID || 'vigie-cli';
      return readConfig(kafkaConfig, { ...env, KAFKA_BROKERS: brokers, KAFKA_CLIENT_ID: clientId });
    },
    redisUrl: () => {
      const isSet = Boolean(env.REDIS_URL || env.REDIS_URL_FILE);
      const url = isSet ? env.REDIS_URL : running().redisUrl || 'redis://127.0.0.1:6379';
      return unambiguous(readConfig(redisConfig, { ...env, REDIS_URL: url }).url);
    },
  };
}

/** The nearest folder above that is a checkout of Vigie. */
function projectRoot(from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json')) && existsSync(join(folder, 'proto', 'vigie'))) return folder;
    if (folder === dirname(folder)) return null;
  }
}

function runFile(path: string): RunFile {
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as RunFile;
  } catch (error) {
    const remedy = 'Run `npm start` again, or set KAFKA_BROKERS and REDIS_URL.';
    throw new CliError(`${path} cannot be read: was \`npm start\` cut short? ${remedy}`, { cause: error });
  }
}

/** In `redis://:a/b@host` the host would be empty or a part of the password, which error messages would then show. */
function unambiguous(url: string): string {
  const { pathname, search, hash } = new URL(url);
  if (!`${pathname}${search}${hash}`.includes('@')) return url;
  throw new CliError('REDIS_URL: write / ? # and @ of the password as %2F %3F %23 %40.');
}
