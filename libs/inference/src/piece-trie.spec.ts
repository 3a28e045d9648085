import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildTrie, type PieceTrie, ROOT } from './piece-trie.ts';

describe('buildTrie', () => {
  it('finds every piece and nothing else', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '▁', '🙂', '한'), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.uniqueArray(piece, { maxLength: 60 }), fc.array(piece), (pieces, others) => {
        const all = ['<unk>', ...pieces];
        const trie = buildTrie(all, 0);
        for (const [id, text] of all.entries()) expect(find(trie, text)).toBe(id === 0 ? -1 : id);
        for (const text of others) expect(find(trie, text)).toBe(pieces.includes(text) ? all.indexOf(text) : -1);
      }),
    );
  });

  it('takes thousands of pieces that share beginnings', () => {
    const pieces = ['<unk>', ...Array.from({ length: 5000 }, (_, i) => `▁${i.toString(36)}`)];
    const trie = buildTrie(pieces, 0);
    expect(pieces.slice(1).map((piece) => find(trie, piece))).toEqual(pieces.slice(1).map((_, i) => i + 1));
  });
});

function find({ codes, base, check, ends }: PieceTrie, text: string): number {
  let state = ROOT;
  for (let i = 0; i < text.length; i++) {
    const code = codes[text.charCodeAt(i)]!;
    const target = base[state]! + code;
    if (code === 0 || check[target] !== state + 1) return -1;
    state = target;
  }
  return ends[state]!;
}
