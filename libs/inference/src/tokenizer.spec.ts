import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Tokenizer } from './tokenizer.ts';
import { UNKNOWN } from './vocabulary.ts';

const PIECES: [string, number][] = [
  ['<unk>', 0],
  ['▁[url]', 0],
  ['▁', -3],
  ['▁a', -2],
  ['a', -2.5],
  ['b', -2.5],
  ['ab', -5],
  ['aa', -4.5],
  ['▁ab', -4],
  ['ba', -4],
  ['bab', -6],
  ['é', -6],
  ['🙂', -5],
  ['🙂🙂', -7],
];
const UNK_SCORE = -17;

describe('Tokenizer', () => {
  const tokenizer = tokenizerFor(PIECES);

  it('has no tokens for an empty text', () => {
    expect(encode(tokenizer, '')).toEqual([]);
  });

  it('takes the best segmentation, masks first, and keeps adjacent unknowns apart', () => {
    expect(encode(tokenizer, 'ab')).toEqual(['▁ab']);
    expect(encode(tokenizer, 'a [url]')).toEqual(['▁a', '▁[url]']);
    expect(encode(tokenizer, '🙂🙂🙂')).toEqual(['▁', '🙂', '🙂🙂']);
    expect(encode(tokenizer, 'x🚀')).toEqual(['▁', '<unk>', '<unk>']);
  });

  it('reads a lone surrogate as one unknown', () => {
    expect(encode(tokenizer, '\ud83da')).toEqual(['▁', '<unk>', 'a']);
  });

  it('keeps the first and last half of too many tokens', () => {
    const short = tokenizerFor(PIECES, 5);
    expect(encode(short, 'ab b b b b b 🙂')).toEqual(['▁ab', '▁', 'b', '▁', '🙂']);
    expect(encode(short, 'b b')).toEqual(['▁', 'b', '▁', 'b']);
  });

  it('agrees with the definition, ties included', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', ' ', '🙂', 'x', '▁', '[url]'), maxLength: 12 });
    fc.assert(
      fc.property(text, (raw) => {
        expect(encode(tokenizer, raw)).toEqual(byDefinition(raw));
      }),
      { numRuns: 2000 },
    );
  });

  it('grows with the text', () => {
    const long = 'ab '.repeat(30_000);
    expect(encode(tokenizerFor(PIECES, 100_000), long)).toHaveLength(30_001);
  });
});

function tokenizerFor(pieces: readonly [string, number][], maxTokens = 256): Tokenizer {
  const vocabulary = {
    pieces: pieces.map(([piece]) => piece),
    scores: Float64Array.from(pieces, ([, score]) => score),
  };
  return new Tokenizer(vocabulary, { unkScore: UNK_SCORE, maxTokens });
}

function encode(tokenizer: Tokenizer, text: string): string[] {
  const ids = new Int32Array(tokenizer.maxTokens);
  return Array.from(ids.subarray(0, tokenizer.encode(text, ids)), (id) => PIECES[id]![0]);
}

/** Section 2 of docs/model-bundle.md, word for word: for each end, starts from left to right, later ones strictly better. */
function byDefinition(text: string): string[] {
  if (text === '') return [];
  const points = [...`▁${text.replaceAll(' ', '▁')}`];
  const best = [{ score: 0, tokens: [] as string[] }];
  for (let end = 1; end <= points.length; end++) {
    let found = { score: -Infinity, tokens: [] as string[] };
    for (let start = 0; start < end; start++) {
      const candidate = points.slice(start, end).join('');
      const piece = PIECES.find(([name], id) => id !== UNKNOWN && name === candidate);
      if (piece === undefined && start < end - 1) continue;
      const [name, value] = piece ?? ['<unk>', UNK_SCORE];
      const score = best[start]!.score + value;
      if (score > found.score) found = { score, tokens: [...best[start]!.tokens, name] };
    }
    best.push(found);
  }
  return best.at(-1)!.tokens;
}
