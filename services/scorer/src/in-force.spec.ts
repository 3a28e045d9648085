import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, processEvents, scorerEvents, Telemetry } from '@vigie/runtime';
import { loadInForce } from './in-force.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const modelDir = join(root, 'models/vigie-base');
const good = readFileSync(join(root, 'deploy/policy.yaml'), 'utf8');

let folder: string;
let policyFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-policy-'));
  policyFile = join(folder, 'policy.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

function listening() {
  const events = [processEvents, scorerEvents].flatMap((group) => Object.values(group));
  const telemetry = new Telemetry({
    events,
    logger: createLogger({ service: 'test', level: 'silent' }),
    processMetrics: false,
  });
  const told: { event: string; values: Record<string, unknown> }[] = [];
  const emit = telemetry.emit.bind(telemetry);
  telemetry.emit = (type, values) => {
    told.push({ event: type.name, values: values as Record<string, unknown> });
    emit(type, values);
  };
  return { telemetry, told };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a changed policy is in force without a restart; a bad one is refused with line and reason, and the old one stays', async () => {
  writeFileSync(policyFile, good);
  const { telemetry, told } = listening();
  const inForce = await loadInForce({ modelDir, policyFile }, telemetry);
  expect(inForce.current().policy.version).toBe('demo-1');
  const before = inForce.current().thresholds;

  writeFileSync(
    policyFile,
    good.replace('demo-1', 'demo-2').replace(/grooming: \{ default: \d+/, 'grooming: { default: 0'),
  );
  await until(() => inForce.current().policy.version === 'demo-2');
  expect(inForce.current().thresholds.DIRECT[0]).toBeGreaterThan(before.DIRECT[0]!);

  writeFileSync(policyFile, good.replace('S3: 72h', 'S3: 72 hours'));
  await until(() => told.some(({ event }) => event === 'file_refused'));
  const refusal = told.find(({ event }) => event === 'file_refused')!.values.error as Error;
  const line = good.split('\n').findIndex((text) => text.startsWith('clocks:')) + 1;
  expect(refusal.message).toContain(`policy.yaml:${line}: `);
  expect(refusal.message).toContain('clocks.S3');
  expect(inForce.current().policy.version).toBe('demo-2');
  await inForce.close();
});

test('a rule with a stage that the model does not know is refused', async () => {
  writeFileSync(policyFile, good.replace('meeting_request, photo_request', 'meeting_requst, photo_request'));
  await expect(loadInForce({ modelDir, policyFile }, listening().telemetry)).rejects.toThrow(
    'severity[5].stages: the model knows no stage "meeting_requst" of grooming',
  );
});

test('a bundle whose files were changed is refused, and it is said which', async () => {
  writeFileSync(policyFile, good);
  const { telemetry, told } = listening();
  await expect(loadInForce({ modelDir: folder, policyFile }, telemetry)).rejects.toThrow('manifest.json');
  expect(told.map(({ event }) => event)).toEqual(['bundle_refused']);
});
