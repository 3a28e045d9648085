import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalise } from './normalise.ts';

describe('normalise', () => {
  it.each([
    ['', ''],
    ['plain text', 'plain text'],
    ['  Two   SPACES \t\n', 'two spaces'],
    ['Été à Évreux', 'été à évreux'],
    ['l’été “chaud” ‘oui’ sʼil', `l'été "chaud" 'oui' s'il`],
    ['ﬁn ｆｕｌｌ ① ½', 'fin full 1 1⁄2'],
    ['ΟΔΟΣ İ', 'οδος i̇'],
    ['s\u00ade\u200bc\u200cr\u200de\u2060t\ufeff', 'secret'],
    ['👨‍👩‍👧 ❤️', '👨👩👧 ❤'],
    ['a\0b\x07c\x85d', 'abcd'],
    ['seul \ud83d', 'seul \ufffd'],
    ['x\u00a0y\u3000z', 'x y z'],
  ])('reads %j as %j', (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });

  it.each([
    ['write to lea.martin+chat@exemple.co.uk now', 'write to [email] now'],
    ['see HTTPS://Exemple.fr/p?q=1<b>', 'see [url] <b>'],
    ['www.exemple.org/x', '[url]'],
    ['ask @le_grand.frere', 'ask [handle]'],
    ['06 12 34 56 78', '[phone]'],
    ['(0033)612345678 +33 6.12.34.56.78', '( [phone] [phone]'],
    ['x123456789012345678y', 'x [number] y'],
    ['on 2026-11-25', 'on 2026-11-25'],
    ['12345678', '12345678'],
  ])('masks %j as %j', (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });

  it('takes the short way only where it leads to the same place', () => {
    const characters = fc.constantFrom(...'abzAZ019 @./:<>"\'-+()\t\n\x7fàÉÿÀ×ßœ\u00a0\u200b𝐀', 'www.', 'http://');
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        // A lone invisible character forces the long way and leaves no trace.
        expect(normalise(text)).toBe(normalise(`${text}\u2060`));
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves well-formed, composed, trimmed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const result = normalise(text);
        expect(result.isWellFormed()).toBe(true);
        expect(result).not.toMatch(/^ | $| {2}|[\p{Cf}\p{Cc}]/u);
      }),
    );
  });
});
