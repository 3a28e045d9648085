import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const env = { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' };
const BOUNDARY = '@nx/enforce-module-boundaries';
const uses = (name: string, from: string) => `import { ${name} } from '${from}';\nexport const x = ${name};\n`;

/** [what must hold, file, its content, the rule that refuses it]; null: allowed. */
const CASES: readonly (readonly [string, string, string, string | null])[] = [
  ['the domain does not know Kafka', 'libs/safety/src/x.ts', uses('KafkaJsBroker', '@vigie/kafka'), BOUNDARY],
  ['the domain has no third-party package', 'libs/safety/src/x.ts', uses('Redis', 'ioredis'), BOUNDARY],
  ['contracts know nobody', 'libs/contracts/src/x.ts', uses('HARMS', '@vigie/safety'), BOUNDARY],
  ['inference does not know Kafka', 'libs/inference/src/x.ts', uses('KafkaJsBroker', '@vigie/kafka'), BOUNDARY],
  ['runtime knows nobody', 'libs/runtime/src/x.ts', uses('HARMS', '@vigie/contracts'), BOUNDARY],
  ['kafka does not know the domain', 'libs/kafka/src/x.ts', uses('HARMS', '@vigie/safety'), BOUNDARY],
  ['cases do not know the models', 'libs/cases/src/x.ts', uses('loadScoringModel', '@vigie/inference'), BOUNDARY],
  // Services have no `exports`, so there is no importing them by name; this leaves the path.
  ['no service knows another', 'services/scorer/src/x.ts', uses('score', '../../cli/src/commands/score.ts'), BOUNDARY],
  ['a service may use the domain', 'services/scorer/src/x.ts', uses('HARMS', '@vigie/safety'), null],
  ['the domain has no clock', 'libs/safety/src/x.ts', 'export const now = Date.now();\n', 'no-restricted-syntax'],
  ['the domain has no randomness', 'libs/safety/src/x.ts', 'export const n = Math.random();\n', 'no-restricted-syntax'],
  ['the domain has no I/O', 'libs/safety/src/x.ts', uses('readFileSync', 'node:fs'), 'no-restricted-imports'],
  [
    'configuration is read in main.ts only',
    'services/scorer/src/x.ts',
    'export const x = process.env.HOME;\n',
    'no-restricted-properties',
  ],
];

let broken: string[][];
beforeAll(() => {
  // Without a project graph the boundary rule passes over everything; every command of Nx makes one.
  execFileSync(process.execPath, [join(root, 'node_modules/.bin/nx'), 'show', 'projects'], { cwd: root, env });
  const input = JSON.stringify(CASES.map(([, file, content]) => ({ file: join(root, file), content })));
  const script = join(import.meta.dirname, 'lint-texts.mjs');
  broken = JSON.parse(
    execFileSync(process.execPath, [script], { cwd: root, env, input, encoding: 'utf8' }),
  ) as string[][];
}, 120_000);

test.each(CASES.map(([name, , , rule], i) => [name, rule, i] as const))('%s', (_, rule, i) => {
  expect(broken[i]).toEqual(rule === null ? [] : [rule]);
});
