#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

/**
 * `npx vigie`: the built command line tool, with the project's own Node where the machine's is too old, and without a
 * warning of kafkajs that says nothing to anybody.
 */
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const ownNode = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
const isOld = major < 22 || (major === 22 && minor < 12);

function giveUp(sentence) {
  console.error(`vigie: ${sentence}`);
  process.exit(1);
}
if (!existsSync(main)) giveUp('not built yet: run `npm run build` in the root of the project first.');
if (isOld && !existsSync(ownNode)) {
  giveUp(
    `this is Node ${process.versions.node}, and 22.12 is needed: run \`npm install\` in the root of the project, which brings one along.`,
  );
}
const node = isOld ? ownNode : process.execPath;
const child = spawn(node, ['--disable-warning=TimeoutNegativeWarning', main, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// The terminal sends Ctrl-C to both; who sends a signal to this process means the command.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => giveUp(`${node} cannot be started (${error.code ?? error.message}).`));
child.on('exit', (code, signal) => process.exit(signal === null ? code : 128 + constants.signals[signal]));
