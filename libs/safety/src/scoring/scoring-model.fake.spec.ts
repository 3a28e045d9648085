import { describe, expect, it } from '@jest/globals';
import { SCORING_MODEL_CONTRACT } from './scoring-model-contract.ts';
import { fakeScoringModel } from './scoring-model.fake.ts';
import { TRACK_FEATURES } from './scoring-model.ts';

const model = fakeScoringModel({
  words: {
    secret: { harms: { grooming: 3 }, cues: ['secrecy'] },
    'or i post it': { harms: { extortion: 5 } },
    rehearsal: { harms: { violence: -2 }, cues: ['fiction_or_game'] },
  },
});

describe('fakeScoringModel', () => {
  it.each(SCORING_MODEL_CONTRACT)('$promise', ({ check }) => check(model));

  it('adds what words and phrases mean', async () => {
    const { harmLogits, cueLogits, tokens } = await model.readTexts(['Our SECRET!', 'Pay, or I post it', 'secretly']);
    expect([...harmLogits]).toEqual([-1, -4, -4, -4, 1, -4, -4, -4, -4]);
    expect([...cueLogits.subarray(0, 4)]).toEqual([4, -4, -4, -4]);
    expect([...tokens]).toEqual([2, 5, 1]);
  });

  it('remembers along a track', async () => {
    const { vectors } = await model.readTexts(['secret']);
    let states = new Float32Array(model.info.stateSize);
    const risks: number[] = [];
    for (let step = 0; step < 3; step++) {
      const features = new Float32Array(TRACK_FEATURES.length);
      const next = await model.stepTracks({
        rows: 1,
        vectors,
        contexts: new Float32Array(vectors.length),
        features,
        states,
      });
      states = new Float32Array(next.states);
      risks.push(next.riskLogits[0]!);
    }
    expect(risks).toEqual([-1, 2, 5]);
  });

  it('refuses a cue that it does not have', () => {
    expect(() => fakeScoringModel({ words: { x: { cues: ['nonsense'] } } })).toThrow('nonsense');
  });
});
