/** `npm test [jest arguments]`, run by Node 24 after `test.mjs` has installed it. */
import { build } from './build.ts';
import { runTests } from './run-tests.ts';
import { ROOT } from './state.ts';

process.exit(await runTests({ root: ROOT, env: process.env, args: process.argv.slice(2), build }));
