/** `npm start`, run by Node 24 after `start.mjs` has installed it. */
import { build } from './build.ts';
import { runStart } from './run-start.ts';
import { ROOT } from './state.ts';

process.exit(await runStart({ root: ROOT, env: process.env, build: (supervisor) => build(ROOT, supervisor) }));
