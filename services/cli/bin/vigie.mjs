#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * `npx vigie`: the built command line tool, with the project's own Node where the machine's is too old, and without a
 * warning of kafkajs that says nothing to anybody.
 */
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const ownNode = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));
const isOld = Number(process.versions.node.split('.')[0]) < 22;
const node = isOld && existsSync(ownNode) ? ownNode : process.execPath;

if (!existsSync(main)) {
  console.error('vigie: not built yet. Run `npm run build` in the root of the project first.');
  process.exit(1);
}
const child = spawn(node, ['--disable-warning=TimeoutNegativeWarning', main, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// The terminal sends Ctrl-C to both; who sends a signal to this process means the command.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal === null ? code : 1));
