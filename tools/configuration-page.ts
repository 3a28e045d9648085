import { describeSettings, variableDoc, VARIABLES, type VariableName } from '@vigie/runtime';
import { alertsConfig } from '../services/alerts/dist/config.js';
import { scorerConfig } from '../services/scorer/dist/config.js';

/** docs/configuration.md, from the schemas that the services read their environment with. */
export function configurationPage(): string {
  const reads = { scorer: names(scorerConfig), alerts: names(alertsConfig) };
  const rows = (Object.keys(VARIABLES) as VariableName[]).map((name) => {
    const { doc, secret } = variableDoc(name) as { doc: string; secret?: true };
    const readers = Object.entries(reads).flatMap(([service, read]) => (read.has(name) ? [service] : []));
    const file = secret === true ? ' Secret: may come from the file that `' + name + '_FILE` names.' : '';
    return `| \`${name}\` | ${readers.join(', ') || 'npm start, vigie'} | ${doc}.${file} |`;
  });
  return [
    '# Configuration',
    '',
    'Environment variables. A service refuses a misspelt one and says everything that is wrong at once; one that is its',
    "sibling's is passed over. Written by `npm run generate` from the schemas; `npm run check` compares.",
    '',
    '| variable | read by | what |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function names(schema: Parameters<typeof describeSettings>[0]): Set<VariableName> {
  return new Set(describeSettings(schema).map(({ variable }) => variable));
}
