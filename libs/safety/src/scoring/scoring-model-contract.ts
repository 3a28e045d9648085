import { HARMS } from '../harm.ts';
import {
  type ScoringModel,
  type TextReadings,
  TRACK_FEATURES,
  type TrackInputs,
  type TrackOutputs,
} from './scoring-model.ts';

/** A promise of the port, and a check that throws when a model breaks it. */
export interface ModelPromise {
  readonly promise: string;
  check(model: ScoringModel): Promise<void>;
}

const TEXTS = [
  'how old are you?',
  "c'est notre petit secret, d'accord ?",
  '',
  'paye moi 200€ avant demain ou je montre tout',
  'x'.repeat(16 * 1024),
  'see you at training on Tuesday 🙂',
  '\u200b\u200b',
  'a b c d e f g '.repeat(1170),
  'ok',
];
const ROWS = 37;

/**
 * What every ScoringModel promises, without a test framework so that any spec can run it:
 * `it.each(SCORING_MODEL_CONTRACT)('$promise', ({ check }) => check(model))`.
 */
export const SCORING_MODEL_CONTRACT: readonly ModelPromise[] = [
  {
    promise: 'reads no texts and steps no tracks',
    async check(model) {
      expectReadings(model, await model.readTexts([]), 0);
      expectTracks(model, await model.stepTracks(trackInputs(model, 0)), 0);
    },
  },
  {
    promise: 'gives one finite row per text, empty and very long ones included',
    async check(model) {
      const readings = await model.readTexts(TEXTS);
      expectReadings(model, readings, TEXTS.length);
      expect(readings.tokens[0]! > 0, 'words have tokens');
      expect(readings.tokens[2] === 0, 'an empty text has no tokens');
    },
  },
  {
    promise: 'reads a text the same alone, among others and in any order',
    async check(model) {
      const together = await model.readTexts(TEXTS);
      const reversed = await model.readTexts([...TEXTS].reverse());
      const many = await model.readTexts(Array.from({ length: 300 }, (_, i) => TEXTS[i % TEXTS.length]!));
      for (let row = 0; row < TEXTS.length; row++) {
        const alone = await model.readTexts([TEXTS[row]!]);
        expectSameReading(model, alone, 0, together, row);
        expectSameReading(model, alone, 0, reversed, TEXTS.length - 1 - row);
        expectSameReading(model, alone, 0, many, 27 * TEXTS.length + row);
      }
    },
  },
  {
    promise: 'steps a track the same alone and among others, on its own memory',
    async check(model) {
      const inputs = trackInputs(model, ROWS);
      const together = await model.stepTracks(inputs);
      expectTracks(model, together, ROWS);
      for (const row of [0, 1, 15, 16, 17, ROWS - 1]) {
        const alone = await model.stepTracks(trackRows(model, inputs, row, 1));
        expectSameTrack(model, alone, 0, together, row);
      }
      const half = await model.stepTracks(trackRows(model, inputs, 9, 20));
      for (let row = 0; row < 20; row++) expectSameTrack(model, half, row, together, row + 9);
    },
  },
  {
    promise: 'leaves its inputs alone and hands out results that later calls do not change',
    async check(model) {
      const inputs = trackInputs(model, ROWS);
      const [states, texts] = [inputs.states.slice(), [...TEXTS]];
      const first = await model.stepTracks(inputs);
      const reading = await model.readTexts(texts);
      const kept = { states: first.states.slice(), vectors: reading.vectors.slice() };
      await model.stepTracks(trackRows(model, inputs, 3, 30));
      await model.readTexts([...TEXTS].reverse());
      expect(sameBits(states, inputs.states) && texts.every((text, i) => text === TEXTS[i]), 'inputs are untouched');
      expect(sameBits(kept.states, first.states), 'states stay');
      expect(sameBits(kept.vectors, reading.vectors), 'vectors stay');
    },
  },
  {
    promise: 'serves calls that overlap',
    async check(model) {
      const inputs = trackInputs(model, ROWS);
      const [a, b, c] = await Promise.all([
        model.readTexts(TEXTS),
        model.stepTracks(inputs),
        model.readTexts([...TEXTS].reverse()),
      ]);
      for (let row = 0; row < TEXTS.length; row++) expectSameReading(model, a, row, c, TEXTS.length - 1 - row);
      expectSameTrack(model, await model.stepTracks(trackRows(model, inputs, 20, 1)), 0, b, 20);
    },
  },
];

/** Made-up rows in the ranges of real ones; each row differs from its neighbours. */
function trackInputs(model: ScoringModel, rows: number): TrackInputs {
  const { vectorSize, stateSize } = model.info;
  const wave = (size: number, step: number) =>
    Float32Array.from({ length: rows * size }, (_, i) => Math.sin(i * step) * (i % 5 === 0 ? 0 : 1));
  const features = wave(TRACK_FEATURES.length, 0.7).map(Math.abs);
  return {
    rows,
    vectors: wave(vectorSize, 0.37),
    contexts: wave(vectorSize, 0.11),
    features,
    states: wave(stateSize, 0.53),
  };
}

function trackRows(model: ScoringModel, inputs: TrackInputs, from: number, rows: number): TrackInputs {
  const { vectorSize, stateSize } = model.info;
  const cut = (values: Float32Array, size: number) => values.slice(from * size, (from + rows) * size);
  return {
    rows,
    vectors: cut(inputs.vectors, vectorSize),
    contexts: cut(inputs.contexts, vectorSize),
    features: cut(inputs.features, TRACK_FEATURES.length),
    states: cut(inputs.states, stateSize),
  };
}

function expectReadings(model: ScoringModel, readings: TextReadings, rows: number): void {
  expect(readings.tokens.length === rows, 'tokens: one number per text');
  expectShape('vectors', readings.vectors, rows, model.info.vectorSize);
  expectShape('harmLogits', readings.harmLogits, rows, HARMS.length);
  expectShape('cueLogits', readings.cueLogits, rows, model.info.cues.length);
}

function expectTracks(model: ScoringModel, tracks: TrackOutputs, rows: number): void {
  expectShape('states', tracks.states, rows, model.info.stateSize);
  expectShape('riskLogits', tracks.riskLogits, rows, HARMS.length);
}

function expectSameReading(model: ScoringModel, a: TextReadings, i: number, b: TextReadings, j: number): void {
  expect(a.tokens[i] === b.tokens[j], `tokens of row ${i} and ${j}`);
  expectSameRow('vectors', a.vectors, i, b.vectors, j, model.info.vectorSize);
  expectSameRow('harmLogits', a.harmLogits, i, b.harmLogits, j, HARMS.length);
  expectSameRow('cueLogits', a.cueLogits, i, b.cueLogits, j, model.info.cues.length);
}

function expectSameTrack(model: ScoringModel, a: TrackOutputs, i: number, b: TrackOutputs, j: number): void {
  expectSameRow('states', a.states, i, b.states, j, model.info.stateSize);
  expectSameRow('riskLogits', a.riskLogits, i, b.riskLogits, j, HARMS.length);
}

function expectShape(name: string, values: Float32Array, rows: number, size: number): void {
  expect(values.length === rows * size, `${name}: ${rows} × ${size} expected, ${values.length} values found`);
  expect(values.every(Number.isFinite), `${name}: a value is not finite`);
}

function expectSameRow(name: string, a: Float32Array, i: number, b: Float32Array, j: number, size: number): void {
  const same = sameBits(a.slice(i * size, (i + 1) * size), b.slice(j * size, (j + 1) * size));
  expect(same, `${name}: row ${i} of one batch differs from row ${j} of the other`);
}

function sameBits(a: Float32Array, b: Float32Array): boolean {
  const [x, y] = [a, b].map((values) => new Uint32Array(values.buffer, values.byteOffset, values.length));
  return x!.length === y!.length && x!.every((bits, i) => bits === y![i]);
}

function expect(holds: boolean, promise: string): void {
  if (!holds) throw new Error(`Broken promise of a ScoringModel: ${promise}.`);
}
