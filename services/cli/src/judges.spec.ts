import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgesFrom } from './judges.ts';

const root = join(import.meta.dirname, '..', '..', '..');

test('a policy that names a stage which the model does not know is refused, as in the scorer', async () => {
  const good = readFileSync(join(root, 'deploy', 'policy.yaml'), 'utf8');
  const file = join(mkdtempSync(join(tmpdir(), 'vigie-judges-')), 'policy.yaml');
  writeFileSync(file, good.replace(/stages: \[\[\w+/, 'stages: [[secrcy'));
  await expect(judgesFrom(join(root, 'models', 'vigie-base'), file)).rejects.toThrow(/policy\.yaml:\d+: .*"secrcy"/);
});
