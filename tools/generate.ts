import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationPage } from './configuration-page.ts';

/** `npm run generate`, after buf: the pages that come from schemas. With `--print` to standard output. */
if (process.argv.includes('--print')) process.stdout.write(configurationPage());
else writeFileSync(join(import.meta.dirname, '..', 'docs', 'configuration.md'), configurationPage());
