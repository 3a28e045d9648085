import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Stands for a service: is ready at once, notes its environment beside itself, ends on SIGTERM. */
const SERVICE = `
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
const name = import.meta.url.split('/').at(-3);
writeFileSync(new URL('./env.json', import.meta.url), JSON.stringify(process.env));
createServer((request, response) => response.writeHead(request.url === '/health/ready' ? 200 : 404).end())
  .listen(Number(process.env.VIGIE_HTTP_PORT), process.env.VIGIE_HTTP_HOST);
console.log(JSON.stringify({ level: 30, msg: name + ' says nothing of interest' }));
console.log(JSON.stringify({ level: 40, msg: name + ' warns' }));
process.on('SIGTERM', () => process.exit(0));
`;

/** Stands for \`vigie\`: notes what it was asked. */
const CLI = `
import { appendFileSync } from 'node:fs';
appendFileSync(new URL('./asked.txt', import.meta.url), process.argv.slice(2).join(' ') + '\\n');
`;

/** A main program as `start.ts`, for the folder that it is given: the real thing except for the build. */
const START = `
import { runStart } from ${JSON.stringify(join(import.meta.dirname, 'run-start.ts'))};
process.exit(await runStart({ root: import.meta.dirname, env: process.env, build: async () => undefined,
  jarsDir: process.env.TEST_JARS_DIR }));
`;

/** A folder that looks like a checkout after the build; returns its path. `start.ts` in it is its `npm start`. */
export function standInCheckout(): string {
  const root = mkdtempSync(join(tmpdir(), 'vigie-stand-in-'));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'start.ts'), START);
  for (const [service, main] of [
    ['scorer', SERVICE],
    ['alerts', SERVICE],
    ['cli', CLI],
  ] as const) {
    const dist = join(root, 'services', service, 'dist');
    mkdirSync(dist, { recursive: true });
    writeFileSync(join(dist, 'main.js'), main);
  }
  return root;
}
