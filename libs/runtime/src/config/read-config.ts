import { readFileSync } from 'node:fs';
import { type z } from 'zod';
import { OperatorError } from '../operator-error.ts';
import { nearest } from './suggest.ts';
import { describeSettings, type Setting } from './settings.ts';
import { knownKeys, mayComeFromFile, variableDoc, type VariableName } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that is wrong with the environment, a sentence each. Values of secrets are not among it. */
export class ConfigError extends OperatorError {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(['The configuration does not hold:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
  }
}

/**
 * The configuration of a service out of environment variables. `schema` is an object of `variable(…)`s and of groups of
 * them. An empty variable counts as not set. Keys that begin with VIGIE_ and that nobody in the product knows are
 * refused, and so are KAFKA_ and REDIS_ keys that look misspelt.
 *
 * Throws ConfigError with all problems at once.
 */
export function readConfig<T extends z.ZodType>(schema: T, env: Environment): z.output<T> {
  const problems = unknownKeys(env);
  const settings = describeSettings(schema);
  const input: Tree = {};
  const unreadable = new Set<VariableName>();
  for (const { path, variable } of settings) {
    const value = valueOf(variable, env, (problem) => {
      problems.push(problem);
      unreadable.add(variable);
    });
    put(input, path, value);
  }
  const result = schema.safeParse(input);
  if (!result.success) {
    for (const issue of result.error.issues) {
      const setting = settings.find(({ path }) => path.join('.') === issue.path.join('.'));
      if (setting !== undefined && unreadable.has(setting.variable)) continue;
      problems.push(
        setting === undefined ? `${issue.path.join('.')}: ${issue.message}` : sentence(setting, issue.message, input),
      );
    }
  }
  if (problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return result.data!;
}

function valueOf(name: VariableName, env: Environment, refuse: (problem: string) => void): string | undefined {
  const direct = env[name] || undefined;
  const path = mayComeFromFile(name) ? env[`${name}_FILE`] : undefined;
  if (!path) return direct;
  if (direct !== undefined) {
    refuse(`${name} and ${name}_FILE are both set: which one counts?`);
    return undefined;
  }
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch (error) {
    refuse(`${name}_FILE cannot be read (${(error as NodeJS.ErrnoException).code}): ${path}`);
    return undefined;
  }
}

function sentence({ path, variable }: Setting, message: string, input: Tree): string {
  const { doc, secret } = variableDoc(variable);
  const value = path.reduce<Tree | string | undefined>((at, key) => (at as Tree)[key], input);
  if (value === undefined && message.startsWith('Invalid input')) return `${variable} is missing: ${doc}.`;
  const shown = secret === true || typeof value !== 'string' ? '' : `, not ${JSON.stringify(value.slice(0, 60))}`;
  return `${variable} ${message}${message.startsWith('must') ? shown : ''}.`;
}

function unknownKeys(env: Environment): string[] {
  const known = knownKeys();
  return Object.entries(env).flatMap(([key, value]) => {
    if (!/^(?:VIGIE|KAFKA|REDIS)_/.test(key) || known.includes(key) || isServiceLink(key, value)) return [];
    const ours = key.startsWith('VIGIE_');
    const meant = nearest(key, known, ours ? undefined : 2);
    if (meant !== undefined) return [`${key} is unknown; did you mean ${meant}?`];
    return ours ? [`${key} is unknown.`] : [];
  });
}

/** Kubernetes puts the addresses of a namespace's services into every pod's environment: VIGIE_ALERTS_PORT_80_TCP. */
function isServiceLink(key: string, value = ''): boolean {
  if (/^(?:tcp|udp|sctp):\/\//.test(value)) return /_PORT(?:_\d+_[A-Z]+)?$/.test(key);
  return /_SERVICE_(?:HOST|PORT)(?:_|$)|_PORT_\d+_[A-Z]+_(?:PROTO|PORT|ADDR)$/.test(key);
}

interface Tree {
  [key: string]: Tree | string | undefined;
}

function put(tree: Tree, path: readonly string[], value: string | undefined): void {
  const parent = path.slice(0, -1).reduce((at, key) => (at[key] ??= {}) as Tree, tree);
  parent[path.at(-1)!] = value;
}
