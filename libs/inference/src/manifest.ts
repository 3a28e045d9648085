import {
  type Calibration,
  type Cue,
  HARMS,
  type Harm,
  isHarm,
  MEMORY,
  NORMALISER_VERSION,
  TRACK_FEATURES,
} from '@vigie/safety';
import { BundleError } from './bundle-error.ts';
import { StrictJson } from './strict-json.ts';
import { TOKENIZER_VERSION } from './tokenizer.ts';

/** manifest.json as docs/model-bundle.md, section 7, describes it; checked, so that nobody need check again. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly createdAt: string;
  readonly licence: string;
  readonly languages: readonly string[];
  readonly normaliser: { readonly version: string };
  readonly tokenizer: {
    readonly version: string;
    readonly file: string;
    readonly pieces: number;
    readonly unkScore: number;
    readonly maxTokens: number;
  };
  readonly table: { readonly file: string; readonly scales: string; readonly rows: number; readonly width: number };
  readonly message: { readonly file: string; readonly vector: number };
  readonly track: { readonly file: string; readonly state: number; readonly contextMessages: number };
  readonly cues: readonly Cue[];
  readonly calibration: { readonly message: Calibration; readonly risk: Calibration };
  readonly budget: Readonly<Record<Harm, readonly (readonly [threshold: number, alertsPer100k: number])[]>>;
  readonly files: ReadonlyMap<string, { readonly sha256: string; readonly bytes: number }>;
}

/** @throws BundleError `bundle-invalid`, `bundle-unsupported` */
export function parseManifest(text: string): Manifest {
  const root = StrictJson.parse(text, 'manifest.json').fields([
    'name',
    'version',
    'createdAt',
    'licence',
    'languages',
    'normaliser',
    'tokenizer',
    'table',
    'message',
    'track',
    'harms',
    'cues',
    'calibration',
    'budget',
    'encoder',
    'transformer',
    'training',
    'files',
  ]);
  for (const stage of [root.encoder, root.transformer]) if (stage.value !== null) throw unsupported(stage, 'null');
  const normaliser = root.normaliser.fields(['version']);
  const tokenizer = root.tokenizer.fields(['version', 'file', 'pieces', 'unkScore', 'maxTokens']);
  const table = root.table.fields(['file', 'scales', 'rows', 'width']);
  const message = root.message.fields(['file', 'vector']);
  const track = root.track.fields(['file', 'state', 'contextMessages', 'features']);
  const calibration = root.calibration.fields(['message', 'risk']);
  sameList(root.harms, HARMS);
  sameList(track.features, TRACK_FEATURES);
  root.training.entries();

  const manifest: Manifest = {
    name: root.name.text(),
    version: root.version.text(),
    createdAt: root.createdAt.text(),
    licence: root.licence.text(),
    languages: root.languages.list((language) => language.text()),
    normaliser: { version: supported(normaliser.version, NORMALISER_VERSION) },
    tokenizer: {
      version: supported(tokenizer.version, TOKENIZER_VERSION),
      file: tokenizer.file.text(),
      pieces: tokenizer.pieces.count(),
      unkScore: tokenizer.unkScore.number(),
      maxTokens: tokenizer.maxTokens.count(),
    },
    table: {
      file: table.file.text(),
      scales: table.scales.text(),
      rows: table.rows.count(),
      width: table.width.count(),
    },
    message: { file: message.file.text(), vector: message.vector.count() },
    track: {
      file: track.file.text(),
      state: track.state.count(),
      contextMessages: track.contextMessages.count(MEMORY.windowMessages),
    },
    cues: root.cues.list(readCue),
    calibration: { message: readCalibration(calibration.message), risk: readCalibration(calibration.risk) },
    budget: perHarm(root.budget, readBudget),
    files: new Map(root.files.entries().map(readFile)),
  };
  const used = [tokenizer.file, table.file, table.scales, message.file, track.file];
  for (const file of used) if (!manifest.files.has(file.text())) throw file.wrong('names a file without a hash');
  if (!manifest.files.has('golden.jsonl')) throw root.files.wrong('lacks "golden.jsonl"');
  if (manifest.table.rows !== manifest.tokenizer.pieces) throw table.rows.wrong('differs from tokenizer → pieces');
  return manifest;
}

function readCue(cue: StrictJson): Cue {
  const { name, threshold, kind } = cue.fields(['name', 'threshold', 'kind']);
  const text = kind.text();
  if (text !== 'counter' && !isHarm(text)) throw kind.wrong('must be a harm or "counter"');
  return { name: name.text(), threshold: threshold.number(), kind: text };
}

function readCalibration(calibration: StrictJson): Calibration {
  return perHarm(calibration, (harm) => {
    const { a, b } = harm.fields(['a', 'b']);
    return { a: a.number(), b: b.number() };
  });
}

function readBudget(steps: StrictJson): [number, number][] {
  let last = -Infinity;
  return steps.list((step) => {
    const numbers = step.list((item) => item.number());
    if (numbers.length !== 2) throw step.wrong('must be [threshold, alerts]');
    if (numbers[0]! <= last) throw step.wrong('must have a higher threshold than the one before');
    last = numbers[0]!;
    return [numbers[0]!, numbers[1]!];
  });
}

function readFile([name, file]: [string, StrictJson]): [string, { sha256: string; bytes: number }] {
  if (!/^[\w.-]+$/.test(name) || name.startsWith('.')) throw file.wrong('must be named plainly');
  const { sha256, bytes } = file.fields(['sha256', 'bytes']);
  if (!/^[0-9a-f]{64}$/.test(sha256.text())) throw sha256.wrong('must be 64 hexadecimal digits');
  return [name, { sha256: sha256.text(), bytes: bytes.count() }];
}

function perHarm<T>(value: StrictJson, read: (value: StrictJson) => T): Record<Harm, T> {
  const fields = value.fields(HARMS);
  return { grooming: read(fields.grooming), extortion: read(fields.extortion), violence: read(fields.violence) };
}

function sameList(value: StrictJson, expected: readonly string[]): void {
  const found = value.list((item) => item.text());
  if (found.length !== expected.length || found.some((item, i) => item !== expected[i])) {
    throw unsupported(value, expected.join(', '));
  }
}

function supported(value: StrictJson, version: string): string {
  if (value.text() !== version) throw unsupported(value, `"${version}"`);
  return version;
}

function unsupported(value: StrictJson, expected: string): BundleError {
  const found = JSON.stringify(value.value);
  return new BundleError(
    'bundle-unsupported',
    `${value.path}: this version reads ${expected}, the bundle says ${found}.`,
  );
}
