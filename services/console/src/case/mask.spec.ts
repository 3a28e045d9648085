import { describe, expect, it } from '@jest/globals';
import { maskOf, wordCount } from './mask.ts';

describe('the mask', () => {
  it('keeps the shape and nothing else', () => {
    expect(maskOf('see you  at the\nharbour')).toEqual([[3, 3, 2, 3], [7]]);
  });

  it('counts characters as people do', () => {
    expect(maskOf('👩‍👧 é')).toEqual([[1, 1]]);
  });

  it('does not give away long words', () => {
    expect(maskOf('https://example.org/a-long-invitation')).toEqual([[14]]);
  });

  it('masks an empty text as nothing', () => {
    expect(maskOf('')).toEqual([[]]);
    expect(wordCount('  ')).toBe(0);
  });
});
