import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TRACK_FEATURES, type TrackInputs } from '@vigie/safety';
import { SCORING_MODEL_CONTRACT } from '@vigie/safety/testing';
import fc from 'fast-check';
import { loadScoringModel, type OnnxScoringModel } from './scoring-model.onnx.ts';

const BUNDLE = join(import.meta.dirname, '../../../models/vigie-base');

describe('the bundle models/vigie-base', () => {
  let model: OnnxScoringModel;

  beforeAll(async () => {
    model = await loadScoringModel(BUNDLE); // its hashes and golden scores hold, or this throws
  }, 60_000);

  afterAll(() => model.dispose());

  it.each(SCORING_MODEL_CONTRACT)('$promise', ({ check }) => check(model));

  const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });

  it('reads every text to the same bits, however a batch is cut and ordered (G4)', async () => {
    const text = fc.string({
      unit: fc.constantFrom(...'aeiou nstrl?!é1', 'secret ', 'photo ', '🙂', 'Ж'),
      maxLength: 60,
    });
    const texts = fc.sample(text, { numRuns: 600, seed: 7 });
    const whole = await model.readTexts(texts);
    await fc.assert(
      fc.asyncProperty(
        cuts,
        fc.nat(texts.length - 1),
        fc.integer({ min: 1, max: 40 }),
        async (sizes, start, stride) => {
          for (let at = start, k = 0; k < sizes.length; k++) {
            const rows = Array.from({ length: sizes[k]! }, () => (at += stride) % texts.length);
            const cut = await model.readTexts(rows.map((row) => texts[row]!));
            rows.forEach((row, i) => {
              expect(rowBits(cut.vectors, i, model.info.vectorSize)).toEqual(
                rowBits(whole.vectors, row, model.info.vectorSize),
              );
              expect(rowBits(cut.harmLogits, i, 3)).toEqual(rowBits(whole.harmLogits, row, 3));
              const cues = model.info.cues.length;
              expect(rowBits(cut.cueLogits, i, cues)).toEqual(rowBits(whole.cueLogits, row, cues));
            });
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it('steps every track to the same bits, however a batch is cut and ordered (G4)', async () => {
    const whole = trackInputs(600);
    const expected = await model.stepTracks(whole);
    await fc.assert(
      fc.asyncProperty(cuts, fc.nat(599), fc.integer({ min: 1, max: 40 }), async (sizes, start, stride) => {
        for (let at = start, k = 0; k < sizes.length; k++) {
          const rows = Array.from({ length: sizes[k]! }, () => (at += stride) % whole.rows);
          const cut = await model.stepTracks(pick(whole, rows));
          rows.forEach((row, i) => {
            expect(rowBits(cut.states, i, model.info.stateSize)).toEqual(
              rowBits(expected.states, row, model.info.stateSize),
            );
            expect(rowBits(cut.riskLogits, i, 3)).toEqual(rowBits(expected.riskLogits, row, 3));
          });
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('lets the event loop turn between runs', async () => {
    let turns = 0;
    let reading = true;
    const count = () => {
      turns++;
      if (reading) setImmediate(count);
    };
    setImmediate(count);
    await model.readTexts(Array.from({ length: 2560 }, () => 'how was school today?'));
    reading = false;
    expect(turns).toBeGreaterThanOrEqual(10);
  });

  it('refuses inputs of another size than their rows', async () => {
    const inputs = { ...trackInputs(4), states: new Float32Array(3) };
    await expect(model.stepTracks(inputs)).rejects.toThrow(/state: \d+ values expected, 3 given/);
  });

  function trackInputs(rows: number): TrackInputs {
    const noise = fc.sample(fc.float({ min: -1, max: 1, noNaN: true }), { numRuns: 4099, seed: 7 });
    const fill = (width: number, from: number) =>
      Float32Array.from({ length: rows * width }, (_, i) => noise[(i * 7 + from) % noise.length]!);
    const { vectorSize, stateSize } = model.info;
    const features = fill(TRACK_FEATURES.length, 3).map(Math.abs);
    return { rows, vectors: fill(vectorSize, 0), contexts: fill(vectorSize, 1), features, states: fill(stateSize, 2) };
  }
});

function pick(inputs: TrackInputs, rows: readonly number[]): TrackInputs {
  const take = (values: Float32Array) => {
    const width = values.length / inputs.rows;
    const taken = new Float32Array(rows.length * width);
    rows.forEach((row, i) => taken.set(values.subarray(row * width, (row + 1) * width), i * width));
    return taken;
  };
  const { vectors, contexts, features, states } = inputs;
  return {
    rows: rows.length,
    vectors: take(vectors),
    contexts: take(contexts),
    features: take(features),
    states: take(states),
  };
}

function rowBits(values: Float32Array, row: number, width: number): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset + row * width * 4, width * 4);
  return Buffer.from(bytes).toString('hex');
}
