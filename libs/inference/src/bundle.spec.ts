import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadScoringModel } from './scoring-model.onnx.ts';

const BUNDLE = join(import.meta.dirname, '../../../models/vigie-base');

describe('a bundle that is not what it says', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'bundle-'));
    await cp(BUNDLE, directory, { recursive: true });
  });

  afterEach(() => rm(directory, { recursive: true }));

  it('is refused when a file has changed, naming it', async () => {
    const table = await readFile(join(directory, 'table.bin'));
    table[0]! ^= 1;
    await writeFile(join(directory, 'table.bin'), table);
    await expectRefused(
      'bundle-hash-mismatch',
      /table\.bin is not the file .*expected sha256 [0-9a-f]{64}.*found sha256/,
    );
  });

  it('is refused when a file is missing', async () => {
    await rm(join(directory, 'track.onnx'));
    await expectRefused('bundle-file-missing', /track\.onnx cannot be read/);
  });

  it.each<[string, (manifest: Json) => void, string, RegExp]>([
    ['an unknown key', (m) => (m['extra'] = 1), 'bundle-invalid', /manifest\.json has an unknown key "extra"/],
    [
      'an unknown inner key',
      (m) => (m['table']['x'] = 1),
      'bundle-invalid',
      /manifest\.json → table has an unknown key "x"/,
    ],
    ['no licence', (m) => delete m['licence'], 'bundle-invalid', /lacks "licence"/],
    [
      'another normaliser',
      (m) => (m['normaliser'].version = '2'),
      'bundle-unsupported',
      /normaliser → version: .*"1".*"2"/,
    ],
    ['another tokenizer', (m) => (m['tokenizer'].version = '9'), 'bundle-unsupported', /tokenizer → version/],
    ['a transformer', (m) => (m['transformer'] = {}), 'bundle-unsupported', /transformer/],
    ['other features', (m) => m['track'].features.reverse(), 'bundle-unsupported', /track → features/],
    ['other harms', (m) => m['harms'].pop(), 'bundle-unsupported', /harms/],
    ['falling thresholds', (m) => m['budget'].violence.reverse(), 'bundle-invalid', /budget → violence → 1/],
    [
      'a file outside',
      (m) => (m['files']['../x'] = m['files']['table.bin']),
      'bundle-invalid',
      /must be named plainly/,
    ],
    [
      'another width',
      (m) => (m['table'].width = 64),
      'bundle-invalid',
      /message\.onnx: inputs: expected pooled 64; found pooled 128/,
    ],
    ['another state', (m) => (m['track'].state = 7), 'bundle-invalid', /track\.onnx: inputs/],
  ])('is refused with %s in its manifest', async (_, change, code, message) => {
    const file = join(directory, 'manifest.json');
    const manifest = JSON.parse(await readFile(file, 'utf8')) as Json;
    change(manifest);
    await writeFile(file, JSON.stringify(manifest));
    await expectRefused(code, message);
  });

  it.each<[string, string, (line: Json) => void, RegExp]>([
    [
      'a message score',
      'message',
      (l) => (l['message'][1] += 0.01),
      /golden\.jsonl:\d+: message → 1 is 0\.\d+, expected .* \(1\.0e-2 apart/,
    ],
    ['a cue', 'message', (l) => (l['cues'][3] -= 0.01), /cues → 3 is/],
    ['a token', 'message', (l) => l['ids'].push(1), /the tokens differs from place \d+/],
    ['normalised text', 'message', (l) => (l['normalised'] += 'x'), /the normalised text differs from place/],
    ['a risk', 'conversation', (l) => (l['messages'][1].risk[2] += 0.02), /messages → 1 → risk → 2 is/],
  ])('is refused when %s is not as its golden file says', async (_, kind, change, message) => {
    const file = join(directory, 'golden.jsonl');
    const lines = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Json);
    change(lines.findLast((line) => line['kind'] === kind)!);
    const golden = lines.map((line) => JSON.stringify(line)).join('\n');
    await writeFile(file, golden);
    const manifestFile = join(directory, 'manifest.json');
    const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as Json;
    const sha256 = createHash('sha256').update(golden).digest('hex');
    manifest['files']['golden.jsonl'] = { sha256, bytes: Buffer.byteLength(golden) };
    await writeFile(manifestFile, JSON.stringify(manifest));
    await expectRefused('bundle-golden-mismatch', message);
  });

  async function expectRefused(code: string, message: RegExp): Promise<void> {
    const error: unknown = await loadScoringModel(directory).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'BundleError', code, message: expect.stringMatching(message) });
  }
});

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- somebody else's JSON, about to be broken
type Json = Record<string, any>;
