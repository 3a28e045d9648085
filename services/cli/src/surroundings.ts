import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the system is that a command talks to: the environment says it, or a running `npm start` (.vigie/run.json). */
export interface Surroundings {
  readonly kafkaBrokers: readonly string[];
  readonly redisUrl: string;
  readonly modelDir: string;
  readonly policyFile: string;
  readonly demoFile: string;
}

interface RunFile {
  readonly kafkaBrokers?: string;
  readonly redisUrl?: string;
}

export function surroundings(env: NodeJS.ProcessEnv, from = process.cwd()): Surroundings {
  const root = projectRoot(from) ?? projectRoot(import.meta.dirname) ?? from;
  const running = runFile(join(root, '.vigie', 'run.json'));
  return {
    kafkaBrokers: (env.KAFKA_BROKERS ?? running.kafkaBrokers ?? '127.0.0.1:9092').split(','),
    redisUrl: env.REDIS_URL ?? running.redisUrl ?? 'redis://127.0.0.1:6379',
    modelDir: env.VIGIE_MODEL_DIR ?? join(root, 'models', 'vigie-base'),
    policyFile: env.VIGIE_POLICY_FILE ?? join(root, 'deploy', 'policy.yaml'),
    demoFile: join(root, 'deploy', 'demo', 'conversations.txt'),
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
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RunFile) : {};
}
