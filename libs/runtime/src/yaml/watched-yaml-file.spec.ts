import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeError } from '../telemetry/describe-error.ts';
import { type YamlFileError } from './load-yaml-file.ts';
import { type Validate } from './parse-yaml.ts';
import { watchYamlFile } from './watched-yaml-file.ts';

const validate: Validate<number> = (value) => {
  const limit = (value as { limit?: unknown } | null)?.limit;
  return typeof limit === 'number' ? { value: limit } : { issues: [{ path: ['limit'], message: 'must be a number' }] };
};
const POLL = 10;

async function setUp(content = 'limit: 1\n') {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-yaml-'));
  const file = join(folder, 'policy.yaml');
  writeFileSync(file, content);
  const loaded: number[] = [];
  const refused: YamlFileError[] = [];
  const watched = await watchYamlFile(file, validate, {
    pollMs: POLL,
    onLoaded: ({ value }) => void loaded.push(value),
    onRefused: (error) => void refused.push(error),
  });
  open.push(watched);
  return { file, folder, loaded, refused, watched };
}

const open: { close(): void }[] = [];
afterEach(() => open.splice(0).forEach((watched) => watched.close()));

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 300 && !condition(); i++) await sleep(POLL);
  expect(condition()).toBe(true);
}

test('a change is in force', async () => {
  const { file, loaded, watched } = await setUp();
  expect(watched.current).toEqual({ value: 1, version: expect.stringMatching(/^[0-9a-f]{12}$/) });
  writeFileSync(file, 'limit: 2\n');
  await until(() => watched.current.value === 2);
  expect(loaded).toEqual([2]);
});

test('so is a file that an editor puts in the place of the old one, even away for a moment', async () => {
  const { file, folder, watched, refused } = await setUp();
  rmSync(file);
  await until(() => refused.length === 1);
  expect(refused[0]!.message).toBe(`${file}:1: cannot be read (ENOENT)`);
  expect(watched.current.value).toBe(1);
  writeFileSync(join(folder, 'new'), 'limit: 3\n');
  renameSync(join(folder, 'new'), file);
  await until(() => watched.current.value === 3);
});

test('so is a ConfigMap, whose folder is switched by a symbolic link', async () => {
  const { folder } = await setUp();
  for (const version of ['1', '2']) {
    mkdirSync(join(folder, version));
    writeFileSync(join(folder, version, 'policy.yaml'), `limit: ${version}0\n`);
  }
  symlinkSync('1', join(folder, '..data'));
  symlinkSync(join('..data', 'policy.yaml'), join(folder, 'mounted.yaml'));
  const watched = await watchYamlFile(join(folder, 'mounted.yaml'), validate, { pollMs: POLL });
  open.push(watched);
  expect(watched.current.value).toBe(10);
  symlinkSync('2', join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
  await until(() => watched.current.value === 20);
});

test('a content that does not hold is refused once, by line, and the old one stays', async () => {
  const { file, refused, watched, loaded } = await setUp();
  writeFileSync(file, '# limit\nlimit: many\n');
  await until(() => refused.length === 1);
  await sleep(10 * POLL);
  expect(refused.map(({ message }) => message)).toEqual([`${file}:2: limit: must be a number`]);
  expect(describeError(refused[0])).toMatchObject({ message: refused[0]!.message });
  expect(watched.current.value).toBe(1);
  writeFileSync(file, 'limit: 1 # as before\n');
  await until(() => loaded.length === 1);
});

test('the first content must hold', async () => {
  await expect(setUp('limit: [\n')).rejects.toMatchObject({ name: 'YamlFileError' });
  await expect(setUp(`# ${'x'.repeat(1024 * 1024)}\nlimit: 1\n`)).rejects.toThrow('is larger than 1 MiB');
  await expect(watchYamlFile('/nowhere/policy.yaml', validate)).rejects.toThrow(
    '/nowhere/policy.yaml:1: cannot be read (ENOENT)',
  );
});

test('closed, it follows no more', async () => {
  const { file, watched } = await setUp();
  watched.close();
  unlinkSync(file);
  writeFileSync(file, 'limit: 4\n');
  await sleep(10 * POLL);
  expect(watched.current.value).toBe(1);
});
