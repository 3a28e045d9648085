import { describe, expect, it } from '@jest/globals';
import { effectOf, outOf100 } from './effect.ts';

describe('the effect of a message in words', () => {
  it.each([
    [2, 'effect.raised.strongly'],
    [1.5, 'effect.raised.strongly'],
    [0.8, 'effect.raised'],
    [0.2, 'effect.raised.slightly'],
    [0.05, 'effect.none'],
    [0, 'effect.none'],
    [Number.NaN, 'effect.none'],
    [-0.3, 'effect.lowered.slightly'],
    [-0.7, 'effect.lowered'],
    [-4, 'effect.lowered.strongly'],
  ])('%p is %s', (contribution, key) => {
    expect(effectOf(contribution).key).toBe(key);
  });

  it('says certain only of what is certain', () => {
    expect([0, 0.001, 0.5, 0.9999, 1].map(outOf100)).toEqual([0, 1, 50, 99, 100]);
  });
});
