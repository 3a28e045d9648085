/**
 * The first steps of `npm start` and `npm test`, in plain JavaScript for whatever Node the machine has: check Node and
 * npm, install what package-lock.json asks for, hand over to the Node 24 that came with it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/;

/** A dead network is told after some 20 s, not after npm's 100. */
const PATIENCE = ['--fetch-retry-mintimeout=3000', '--fetch-retry-maxtimeout=15000'];

/** @param {string} story the TypeScript file beside this one that does the rest */
export async function bootstrap(story) {
  requireVersion('Node', process.versions.node, [20, 19], 'install Node 24, the current long-term version');
  if (!installedAsLocked(ROOT)) await install();
  const [command, flags] = nodeOfTheProject();
  const child = spawn(
    command,
    [
      ...flags,
      '--disable-warning=TimeoutNegativeWarning',
      join(ROOT, 'deploy', 'local', story),
      ...process.argv.slice(2),
    ],
    { cwd: ROOT, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
  );
  // The child ends everything in order; we wait for it. The channel tells it when we are gone.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.exit(await codeOf(child));
}

/**
 * Whether node_modules holds what package-lock.json names, by npm's own record of the installation, which it writes
 * last: an installation that was broken off has none.
 */
function installedAsLocked(root) {
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages;
    const missing = Object.entries(wanted).some(([path, { version, link, optional }]) => {
      const found = present[path];
      if (path === '' || (optional === true && found === undefined)) return false;
      return found === undefined || found.version !== version || found.link !== link;
    });
    return !missing && Object.keys(present).every((path) => path in wanted);
  } catch {
    return false;
  }
}

async function install() {
  const [npm, first] = process.env.npm_execpath ? [process.execPath, [process.env.npm_execpath]] : ['npm', []];
  const version = spawnSync(npm, [...first, '--version'], { encoding: 'utf8' });
  if (version.status !== 0) stop('No npm was found: install Node 24 together with its npm.');
  requireVersion('npm', version.stdout.trim(), [10, 0], 'run "npm install --global npm@11"');

  const packages = Object.keys(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages).length;
  console.log(`install  │ npm ci, up to ${packages} packages (a minute or two the first time)`);
  const child = spawn(npm, [...first, 'ci', '--loglevel=http', '--no-audit', '--no-fund', ...PATIENCE], {
    cwd: ROOT,
    // The CPU library comes with the package; an npm that runs its script would fetch one for graphics cards.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => child.kill(signal));
  const log = npmProgress(packages, createInterface({ input: child.stderr }));
  const code = await codeOf(child);
  if (code === 0) return;
  if (code > 128) process.exit(code);
  const errors = log.filter((line) => /^npm error/.test(line)).join('\n');
  if (NO_NETWORK.test(errors)) {
    stop(
      'The packages could not be downloaded because npm reaches no network: connect this machine ' +
        '(behind a proxy: npm config set proxy URL), then run the command again.',
    );
  }
  console.error(errors);
  stop(`The installation failed (exit code ${code}), for the reason above; run "npm ci" to see it alone.`);
}

/**
 * Shows how far npm is, one line in two seconds (in ten while it only asks); returns all its lines. Its warnings are about the machine's own Node,
 * which only installs, and about packages that nobody here can change.
 */
function npmProgress(packages, lines) {
  const all = [];
  let downloaded = 0;
  let last = Date.now();
  let failing = false;
  lines.on('line', (line) => {
    all.push(line);
    if (/^npm http fetch GET 200 .*\.tgz/.test(line)) downloaded += 1;
    const failed = /attempt \d+ failed with (\w+)/.exec(line);
    const isFirstFailure = failed !== null && !failing;
    failing ||= failed !== null;
    if (!isFirstFailure && Date.now() - last < (downloaded === 0 ? 10_000 : 2000)) return;
    last = Date.now();
    const far = downloaded === 0 ? 'asking what there is' : `${downloaded} packages of up to ${packages} downloaded`;
    console.log(`install  │ ${failed === null ? far : `no answer (${failed[1]}), npm tries again`}`);
  });
  return all;
}

/** Runs TypeScript by type stripping. Without install scripts the package `node` is empty; ours may be new enough. */
function nodeOfTheProject() {
  const ofPackage = join(ROOT, 'node_modules', '.bin', 'node');
  if (existsSync(ofPackage)) return [ofPackage, []];
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return [process.execPath, []];
  return stop(
    'Node 24 did not come with the packages (install scripts are off): run "npm rebuild node", or install Node 24.',
  );
}

function requireVersion(what, version, [major, minor], remedy) {
  const [hasMajor, hasMinor] = version.split('.').map(Number);
  if (hasMajor > major || (hasMajor === major && hasMinor >= minor)) return;
  stop(`Vigie needs ${what} ${major}.${minor} or newer, and this is ${what} ${version}: ${remedy}.`);
}

function codeOf(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => stop(`${child.spawnfile} could not be run: ${error.message}`));
    child.once('close', (code, signal) =>
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGKILL' ? 137 : 143)),
    );
  });
}

function stop(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}
