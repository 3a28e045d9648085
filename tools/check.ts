import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * `npm run check`: everything that can be known without running Vigie. Each step is one command; all run, the failed ones
 * are shown whole, and the exit code says whether there are any.
 */
const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');
const env = { ...process.env, NX_DAEMON: 'false', PATH: `${bin}:${process.env.PATH}` };

const steps: readonly (readonly [name: string, command: string])[] = [
  ['format', 'prettier --check --log-level warn .'],
  // The boundary rule passes over everything when there is no project graph; `nx show projects` makes one.
  ['lint', 'nx show projects > /dev/null && eslint . --max-warnings 0'],
  ['types', 'tsc -b && tsc -p tsconfig.spec.json && tsc -p services/console/tsconfig.json --noEmit'],
  ['unused code', 'knip --no-progress'],
  ['proto lint', 'buf lint'],
  ['proto breaking', 'buf breaking --against proto/released.binpb'],
  ['generated code', `diff -r libs/contracts/src/gen ${generated()}`],
  ['generated pages', 'node tools/generate.ts --print | diff docs/configuration.md -'],
];

let failed = 0;
for (const [name, command] of steps) {
  const began = Date.now();
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: root, env, encoding: 'utf8' });
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (status !== 0) {
    failed += 1;
    console.log(`${stdout}${stderr}`);
  }
}
if (failed > 0) {
  console.log(`${failed} of ${steps.length} checks failed.`);
  process.exitCode = 1;
}

/** What the proto files give now, in a folder of its own. */
function generated(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-gen-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const part of ['proto', 'buf.yaml', 'buf.gen.yaml'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  spawnSync('buf', ['generate'], { cwd: folder, env, stdio: 'inherit' });
  return join(folder, 'libs/contracts/src/gen');
}
