import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { readFileSync } from 'node:fs';
import { en, type MessageKey } from './en/index.ts';
import { fr } from './fr/index.ts';
import { catalogues, languages, type Values, wordsIn } from './words.ts';

const keys = Object.keys(en) as MessageKey[];
type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** Names of the values in a message; a literal (type 0) and a "#" (type 7) have none. */
function namesIn(elements: Element[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === 0 || element.type === 7) return [];
    const inside =
      'options' in element ? Object.values(element.options).flatMap((option) => namesIn(option.value)) : [];
    return [element.value, ...inside];
  });
}

const argumentsOf = (message: string): string[] =>
  [...new Set(namesIn(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst()))].sort();

/** Values for whatever a message may speak of. */
const sample = (message: string, number: number): Values =>
  Object.fromEntries(
    argumentsOf(message).map((name) => [
      name,
      message.includes(`{${name}, plural`) ? number : name === 'ref' ? 'name' : 'x',
    ]),
  );

describe('the catalogues', () => {
  it('say the same things in English and French', () => {
    expect(Object.keys(fr).sort()).toEqual([...keys].sort());
  });

  it.each(languages)('have no message in %s that does not format', (language) => {
    const words = wordsIn(language);
    for (const key of keys) {
      for (const number of [0, 1, 2, 1234567]) {
        const text = words.say(key, { n: number, ref: 'pronoun', ...sample(catalogues[language][key], number) });
        expect(text.trim()).not.toBe('');
        expect(text).not.toMatch(/[{}]/);
      }
    }
  });

  it('speak of the same values, but for the grammar of a step', () => {
    const grammar = ['ref', 'n', 'target'];
    const values = (message: string) => argumentsOf(message).filter((name) => !grammar.includes(name));
    for (const key of keys) expect([key, values(fr[key])]).toEqual([key, values(en[key])]);
  });

  it('count zero as singular in French and as plural in English', () => {
    expect(wordsIn('fr').say('queue.shown.more', { count: 0 })).toBe('0 dossier et d’autres');
    expect(wordsIn('fr').say('queue.shown.more', { count: 2 })).toBe('2 dossiers et d’autres');
    expect(wordsIn('en').say('queue.shown.more', { count: 0 })).toBe('0 cases and more');
    expect(wordsIn('en').say('queue.shown.more', { count: 1 })).toBe('1 case and more');
  });

  it('keep French punctuation on the line of its word', () => {
    for (const key of keys) expect(fr[key]).not.toMatch(/ [;:!?»]/);
  });

  it('name every value of the wire format', () => {
    const words = wordsIn('en');
    const enumValues = (file: string, name: string): string[] => {
      const proto = readFileSync(new URL(`../../../../proto/vigie/v1/${file}.proto`, import.meta.url), 'utf8');
      const body = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(proto)?.[1] ?? '';
      return [...body.matchAll(/^\s*(\w+) = \d+;/gm)].map((match) => match[1] ?? '');
    };
    const known = (kind: string, value: string) => Object.hasOwn(en, `${kind}.${value}`);
    const stated = (values: string[]) => values.filter((value) => !value.endsWith('_UNSPECIFIED'));
    for (const value of stated(enumValues('command', 'Outcome')))
      expect([value, known('disposition', value)]).toEqual([value, true]);
    for (const value of stated(enumValues('flag', 'Level')))
      expect([value, known('severity', value)]).toEqual([value, true]);
    for (const value of enumValues('chat', 'AgeBand')) expect([value, known('age', value)]).toEqual([value, true]);
    for (const value of stated(enumValues('chat', 'AgeSource')))
      expect([value, known('ageSource', value)]).toEqual([value, true]);
    for (const value of stated(enumValues('chat', 'Surface')))
      expect([value, known('surface', value)]).toEqual([value, true]);
    expect(words.nameOf('cue', 'brand_new_cue')).toBe('brand new cue');
  });
});
