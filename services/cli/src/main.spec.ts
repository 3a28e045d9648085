import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const vigie = join(import.meta.dirname, '..', 'bin', 'vigie.mjs');

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command as people call it. */
function run(args: readonly string[], cwd = tmpdir(), env: NodeJS.ProcessEnv = process.env): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [vigie, ...args], { cwd, env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
    child.stdin!.on('error', () => {});
    child.stdin!.end('{"no":"event"}\n');
  });
}

test('a wrong option is a sentence and exit code 1', async () => {
  expect(await run(['send', '-', '--rate', 'abc'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^error: .*--rate.*whole number from 1/),
  });
});

test('the file that cannot be read or written is the one that is named', async () => {
  const nowhere = '/nonexistent/x';
  const out = await run(['score', '--out', nowhere]);
  expect(out).toMatchObject({ code: 1, stderr: `vigie: cannot write ${nowhere} (ENOENT)\n` });
  const input = await run(['score', '--in', nowhere]);
  expect(input).toMatchObject({ code: 1, stderr: `vigie: cannot read ${nowhere} (ENOENT)\n` });
});

test('a run file that was cut short does not keep help away, and is a sentence for who needs it', async () => {
  const root = mkdtempSync(join(tmpdir(), 'vigie-cli-'));
  for (const folder of ['.vigie', 'proto/vigie']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'nx.json'), '{}');
  writeFileSync(join(root, '.vigie', 'run.json'), '{"kaf');
  const env = { ...process.env, KAFKA_BROKERS: '', REDIS_URL: '' };
  expect(await run(['--help'], root, env)).toMatchObject({ code: 0, stdout: expect.stringContaining('doctor') });
  expect(await run(['watch'], root, env)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^vigie: .*run\.json cannot be read.*\n$/),
  });
});

test('who reads only the beginning (`| head`) ends the command, without an error', async () => {
  const child = spawn(process.execPath, [vigie, 'score'], { stdio: 'pipe' });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  child.stdin.on('error', () => {});
  child.stdout.once('data', () => child.stdout.destroy());
  const line = '{"no":"event"}\n';
  const more = setInterval(() => child.stdin.write(line.repeat(20_000)), 20);
  const [code] = (await once(child, 'exit')) as [number];
  clearInterval(more);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
