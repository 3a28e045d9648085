import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const LOCK = {
  packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0', optional: true } },
};

/** An npm that says what it is asked, prints these lines as its log, and then does what `ci` does, or fails. */
function npm(version: string, log: string, code: number): string {
  return `#!/bin/sh
if [ "$1" = --version ]; then echo ${version}; exit 0; fi
echo "npm $*" >> asked.txt
cat >&2 <<'END'
${log}
END
if [ ${code} = 0 ]; then mkdir -p node_modules/.bin; cp package-lock.json node_modules/.package-lock.json; ln -sf "$NODE" node_modules/.bin/node; fi
exit ${code}
`;
}

/** A folder with these first steps, a lock file, an npm of this kind on the PATH and a \`start.ts\` that says hello. */
function checkout({ version = '11.0.0', log = '', code = 0 } = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'vigie-bootstrap-'));
  write(join(root, 'package-lock.json'), JSON.stringify(LOCK));
  write(join(root, 'package.json'), '{"type":"module"}');
  write(
    join(root, 'deploy/local/start.ts'),
    `console.log('hello' as string, ...process.argv.slice(2)); process.exit(7);`,
  );
  for (const file of ['bootstrap.mjs', 'start.mjs'])
    copyFileSync(join(import.meta.dirname, file), join(root, 'deploy/local', file));
  write(join(root, 'bin/npm'), npm(version, log, code));
  chmodSync(join(root, 'bin/npm'), 0o755);
  return root;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function install(root: string, packages: Record<string, unknown>): void {
  write(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
  mkdirSync(join(root, 'node_modules/.bin'));
  symlinkSync(process.execPath, join(root, 'node_modules/.bin/node'));
}

function start(root: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'deploy/local/start.mjs'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: `${join(root, 'bin')}:/usr/bin:/bin`, NODE: process.execPath },
  });
  const asked = join(root, 'asked.txt');
  return { status, stdout, stderr: stderr.trim(), npm: existsSync(asked) ? readFileSync(asked, 'utf8').trim() : null };
}

test('a fresh checkout: npm ci, then the story with its arguments; its exit code is passed on', () => {
  const run = start(checkout({ log: 'npm http fetch GET 200 place/a.tgz 12ms\nnpm warn deprecated x' }), 'libs/kafka');
  expect(run).toMatchObject({ status: 7, stderr: '' });
  expect(run.npm).toMatch(/^npm ci /);
  expect(run.stdout).toContain('install  │ npm ci, up to 3 packages');
  expect(run.stdout).toContain('hello libs/kafka');
});

test.each([
  ['as locked, without an optional package of another system', { 'node_modules/a': { version: '1.0.0' } }, null],
  ['another version', { 'node_modules/a': { version: '0.9.0' } }, /^npm ci/],
  ['a package too few', {}, /^npm ci/],
  ['a package too many', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/c': { version: '1.0.0' } }, /^npm ci/],
])('installed %s', (_, packages, asked) => {
  const root = checkout();
  install(root, packages);
  const run = start(root);
  expect(run.status).toBe(7);
  if (asked === null) expect(run.npm).toBeNull();
  else expect(run.npm).toMatch(asked);
});

test('a dead network: one sentence with the remedy', () => {
  const log = 'npm http fetch GET place/a attempt 1 failed with EAI_AGAIN\nnpm error code EAI_AGAIN';
  const run = start(checkout({ log, code: 1 }));
  expect(run.status).toBe(1);
  expect(run.stdout).toContain('install  │ no answer (EAI_AGAIN), npm tries again');
  expect(run.stderr).toMatch(
    /^The packages could not be downloaded because npm reaches no network: connect this machine/,
  );
});

test('an old npm, and another fault of npm: one sentence with the remedy', () => {
  expect(start(checkout({ version: '8.19.4' })).stderr).toBe(
    'Vigie needs npm 10.0 or newer, and this is npm 8.19.4: run "npm install --global npm@11".',
  );
  expect(start(checkout({ log: 'npm error code EINTEGRITY', code: 1 })).stderr).toMatch(
    /\nThe installation failed \(exit code 1\), for the reason above; run "npm ci" to see it alone\.$/,
  );
});
