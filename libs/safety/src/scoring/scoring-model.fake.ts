import { HARMS, type Harm } from '../harm.ts';
import {
  type Calibration,
  type Cue,
  type ModelInfo,
  type ScoringModel,
  type TextReadings,
  type TrackInputs,
  type TrackOutputs,
  type WindowModel,
} from './scoring-model.ts';

/** What a word or phrase means to the fake: log-odds that it adds to each harm, and cues that it shows. */
export interface FakeMeaning {
  readonly harms?: Partial<Record<Harm, number>>;
  readonly cues?: readonly string[];
}

export interface FakeModelOptions {
  /** Lower-case words or phrases; whole words count, each once a text. */
  readonly words?: Readonly<Record<string, FakeMeaning>>;
  readonly cues?: readonly Cue[];
  /** Log-odds of every harm and cue when nothing speaks for it. */
  readonly base?: number;
  /** Share of its state that a track keeps from one step to the next. */
  readonly memory?: number;
  readonly windows?: WindowModel | null;
  readonly info?: Partial<ModelInfo>;
}

const IDENTITY: Calibration = {
  grooming: { a: 1, b: 0 },
  extortion: { a: 1, b: 0 },
  violence: { a: 1, b: 0 },
};

const STEPS = [
  [0.5, 1000],
  [0.9, 100],
  [0.99, 10],
] as const;

/** One cue of each kind, for tests that need no others. */
export const FAKE_CUES: readonly Cue[] = [
  { name: 'secrecy', threshold: 0.5, kind: 'grooming' },
  { name: 'payment_demand', threshold: 0.5, kind: 'extortion' },
  { name: 'threat', threshold: 0.5, kind: 'violence' },
  { name: 'fiction_or_game', threshold: 0.5, kind: 'counter' },
];

const CUE_SEEN = 8;

/**
 * Test double of the models: a text's log-odds are `base` plus what its words mean, a track's are `base` plus what its
 * speaker has written so far. Deterministic and row by row, as the port promises (`scoring-model-contract.ts`).
 *
 * Vectors are `[sum of grooming, of extortion, of violence, one flag per cue]`, states `[remembered sums…, steps]`;
 * contexts and features move the risk by thousandths, each value by an amount of its own, so that a test sees when one
 * of them depends on something that it should not.
 *
 * @throws Error when a word names a cue that is not in `cues`.
 */
export function fakeScoringModel(options: FakeModelOptions = {}): ScoringModel {
  const { words = {}, cues = FAKE_CUES, base = -4, memory = 1, windows = null } = options;
  const meanings = Object.entries(words).map(([phrase, meaning]) => ({
    phrase: ` ${phrase.toLowerCase()} `,
    harms: HARMS.map((harm) => meaning.harms?.[harm] ?? 0),
    cues: (meaning.cues ?? []).map((name) => cueIndex(cues, name)),
  }));
  const vectorSize = HARMS.length + cues.length;
  const stateSize = HARMS.length + 1;

  return {
    windows,
    info: {
      id: 'fake@1',
      normaliser: '1',
      cues,
      vectorSize,
      stateSize,
      contextMessages: 6,
      calibration: { message: IDENTITY, risk: IDENTITY },
      budget: { grooming: STEPS, extortion: STEPS, violence: STEPS },
      ...options.info,
    },

    readTexts(texts) {
      const readings = emptyReadings(texts.length, vectorSize, cues.length);
      texts.forEach((text, row) => {
        const said = text.toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? [];
        const line = ` ${said.join(' ')} `;
        const vector = readings.vectors.subarray(row * vectorSize, (row + 1) * vectorSize);
        for (const meaning of meanings) {
          if (!line.includes(meaning.phrase)) continue;
          meaning.harms.forEach((weight, h) => (vector[h]! += weight));
          for (const cue of meaning.cues) vector[HARMS.length + cue] = 1;
        }
        readings.tokens[row] = said.length;
        for (let h = 0; h < HARMS.length; h++) readings.harmLogits[row * HARMS.length + h] = base + vector[h]!;
        for (let c = 0; c < cues.length; c++) {
          readings.cueLogits[row * cues.length + c] = base + CUE_SEEN * vector[HARMS.length + c]!;
        }
      });
      return Promise.resolve(readings);
    },

    stepTracks(inputs) {
      return Promise.resolve(stepRows(inputs, vectorSize, stateSize, base, memory));
    },
  };
}

function cueIndex(cues: readonly Cue[], name: string): number {
  const index = cues.findIndex((cue) => cue.name === name);
  if (index < 0) throw new Error(`The fake model has no cue "${name}".`);
  return index;
}

function emptyReadings(rows: number, vectorSize: number, cues: number): TextReadings {
  return {
    tokens: new Int32Array(rows),
    vectors: new Float32Array(rows * vectorSize),
    harmLogits: new Float32Array(rows * HARMS.length),
    cueLogits: new Float32Array(rows * cues),
  };
}

/** A different small weight for each place in the row. */
function nudgeOf(values: Float32Array, row: number, width: number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += values[row * width + k]! * (k + 1) * 0.0005;
  return sum;
}

function stepRows(
  inputs: TrackInputs,
  vectorSize: number,
  stateSize: number,
  base: number,
  memory: number,
): TrackOutputs {
  const states = new Float32Array(inputs.rows * stateSize);
  const riskLogits = new Float32Array(inputs.rows * HARMS.length);
  const features = inputs.features.length / Math.max(1, inputs.rows);
  for (let row = 0; row < inputs.rows; row++) {
    const nudge = nudgeOf(inputs.contexts, row, vectorSize) + nudgeOf(inputs.features, row, features);
    for (let h = 0; h < HARMS.length; h++) {
      const remembered = memory * inputs.states[row * stateSize + h]! + inputs.vectors[row * vectorSize + h]!;
      states[row * stateSize + h] = remembered;
      riskLogits[row * HARMS.length + h] = base + remembered + nudge;
    }
    states[row * stateSize + HARMS.length] = inputs.states[row * stateSize + HARMS.length]! + 1;
  }
  return { states, riskLogits };
}
