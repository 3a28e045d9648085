import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalise } from './normalise.ts';
import { textViews } from './views.ts';

describe('textViews', () => {
  it.each([
    // leet
    ['h3llo', 'hello'],
    ['our s3cr3t', 'our secret'],
    ['what is your @ge', 'what is your age'],
    ['k!ll n@ked pa55word', 'kill naked password'],
    ['5ecret nud3s', 'secret nudes'],
    ['C0MEBACK', 'CoMEBACK'],
    ["s'il te pla1t, t3l ?", "s'il te plait, tel ?"],
    ["d0n't t3ll y0ur m0m, iphone5s b34ut1ful", "don't tell your mom, iphone5s beautiful"],
    // spaced out
    ['s e c r e t', 'secret'],
    ['p.h.o.t.o', 'photo'],
    ['n-u-d-e', 'nude'],
    ['s e x', 'sex'],
    ['s e n d  m e  p i c s', 'send  me  pics'],
    ['s\u200b e\u200b c\u200b r\u200b e\u200b t', 'secret'],
    ['s 3 c r 3 t', 'secret'],
    ['ｓ ｅ ｃ ｒ ｅ ｔ', 'ｓｅｃｒｅｔ'],
    ['it is s_e_c_r_e_t, ok', 'it is secret, ok'],
    // look-alikes
    ['sесret', 'secret'],
    ['сору my pаssword', 'copy my password'],
    ['ꜱᴇᴄʀᴇᴛ', 'secret'],
    ['pаy with РаyРаl', 'pay with PayPal'],
    // drawn over, turned round
    ['s̶e̶c̶r̶e̶t̶', 'secret'],
    ['\u202Eterces\u202C', 'secret'],
  ])('undoes %j', (raw, expected) => {
    const views = textViews(raw);
    expect(views).toEqual({ plain: raw, undisguised: expected, edits: views.edits });
    expect(views.edits).toBeGreaterThan(0);
  });

  it.each([
    ['invisible characters inside words', 'se\u200bcr\u200det and s\u2060end', 2],
    ['wide letters inside a word', 'sｅcret', 1],
  ])('counts %s, which the normaliser undoes as well', (_, raw, edits) => {
    expect(textViews(raw)).toEqual({ plain: raw, undisguised: null, edits });
  });

  it.each([
    "j'ai 14 ans, il est 16h30, RDV 8h15 au 3e",
    '2nite c4 mp3 4ever gr8 l8r w8 b4 2day m8 4u good4u some1else',
    'iphone5s ps5 mp3player h264 3D 4k 1080p 5km 3pm 1er 2ème 50cent',
    'https://exemple.fr/s3cr3t www.s1te.org t.me/p0rn @b0b #n0filter a1@b0x.fr',
    '12€ $20 us$50 -50% 12/03/2024 06.12.34.56.78 A4 B12 n°5',
    ':3 <3 xD :p o_O T_T ^^ ¯\\_(ツ)_/¯ ( ͡° ͜ʖ ͡°)',
    'U.S.A. F.B.I. e.g. i.e. a.m. S.N.C.F. J.R.R. Tolkien',
    'A B C D E, W A S D, a c b',
    'il y a à l’heure, y a pas',
    'wesh 3likom sa7bi, ma3lich, 7abibi, na3na3',
    'Привет, как дела? IT-компания, USBшка, смс-ка, PDFки',
    'Καλημέρα, 5 μm, 3 kΩ, α-helix, Δx',
    'مرحبا می‌خواهم שלום नमस्ते क्‍ष',
    'Việt Nam, tiếng Việt; naïve façade; Ærøskøbing; İstanbul; Łódź',
    'e\u0301te\u0301 vie\u0302\u0323t',
    '👨‍👩‍👧 ❤️ 🏳️‍🌈 1️⃣2️⃣ 🇫🇷 👍🏽',
    'ordi\u00adnaire, fin\u200b',
    'hello! ok!! nooooon mdrrrr!!!1',
    'Mᵐᵉ XXᵉ ﬁnd 1ʳᵉ ｆｕｌｌ',
    '感谢 ありがとう 한국어',
    '',
  ])('leaves %j alone', (raw) => {
    expect(textViews(raw)).toEqual({ plain: raw, undisguised: null, edits: 0 });
  });

  const ORDINARY =
    'secret photo school password parents telegram instagram content gentille personne copain vacances'.split(' ');

  const disguises: Record<string, (word: string, at: number) => string> = {
    'spaced out': (word) => [...word].join(' '),
    dotted: (word) => [...word].join('.'),
    'with zero width characters': (word, at) => [...word].join(at % 2 === 0 ? '\u200b' : '\u2060'),
    'with Cyrillic letters': (word, at) => replaceOne(word, { a: 'а', e: 'е', o: 'о', p: 'р', c: 'с' }, at),
    'struck through': (word) => [...word].map((letter) => `${letter}\u0336`).join(''),
    'turned round': (word) => `\u202e${[...word].reverse().join('')}\u202c`,
  };

  it.each(Object.entries(disguises))('gives words back that come %s', (_, disguise) => {
    fc.assert(
      fc.property(fc.constantFrom(...ORDINARY), fc.nat(20), (word, at) => {
        const views = textViews(`our ${disguise(word, at)}, ok?`);
        expect(normalise(views.undisguised ?? views.plain)).toBe(`our ${word}, ok?`);
        expect(views.edits).toBe(1);
      }),
    );
  });

  it('sees nothing in ordinary words of many scripts, whatever stands between them', () => {
    const words = 'hello été ça cœur naïf Привет дела Καλημέρα مرحبا سلام שלום 🙂 ❤️ 14 16h30 12€ ok lol'.split(' ');
    const between = fc.constantFrom(' ', ', ', '. ', ' ! ', '\n', ' … ');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...words), between), { maxLength: 12 }), (parts) => {
        const raw = parts.flat().join('');
        expect(textViews(raw)).toEqual({ plain: raw, undisguised: null, edits: 0 });
      }),
    );
  });

  it('takes any text, says the same twice, and shows nothing that the plain view has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (raw) => {
        const views = textViews(raw);
        expect(textViews(raw)).toEqual(views);
        expect(views.plain).toBe(raw);
        if (views.undisguised !== null) expect(normalise(views.undisguised)).not.toBe(normalise(raw));
      }),
      { numRuns: 500 },
    );
  });
});

function replaceOne(word: string, letters: Readonly<Record<string, string>>, at: number): string {
  const places = [...word].flatMap((letter, i) => (letter in letters ? [i] : []));
  const place = places[at % places.length]!;
  return word.slice(0, place) + letters[word[place]!]! + word.slice(place + 1);
}
