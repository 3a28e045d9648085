#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** `npx vigie`: runs the built command line tool, with the project's own Node where the machine's is too old. */
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const ownNode = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));

if (!existsSync(main)) {
  console.error('vigie: not built yet. Run `npm run build` in the root of the project first.');
  process.exit(1);
}
if (Number(process.versions.node.split('.')[0]) < 22 && existsSync(ownNode)) {
  const { status, signal } = spawnSync(ownNode, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exit(signal ? 1 : (status ?? 1));
}
await import(main);
