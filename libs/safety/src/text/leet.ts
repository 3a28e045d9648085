import { type Undone } from './undone.ts';
import { isWorthDisguising } from './words-worth-disguising.ts';

const LETTER_OF: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '€': 'e',
};
const LEET = /[013457@$!|€]/g;
const TOKEN = /\S+/gu;
const WORD = /[\p{L}\p{M}0-9@$!|€]+/gu;
const WORTH_A_LOOK = /[\p{L}][0-9@$!|€]|[0-9@$!|€][\p{L}]/u;
/** Addresses and tags are names, not words. */
const ADDRESS = /:\/\/|^www\.|^#|[a-z0-9]\.[a-z]{2,24}(?:[/:?#]|$)/iu;
const LONGEST_WORD = 40;

/**
 * Reads digits and symbols that stand for letters: in words worth disguising wherever they stand ("@ge", "nud3", "5ecret"),
 * in other words only where a digit takes the place of a vowel between consonants ("h3llo"). Numbers, units, times, prices,
 * handles, addresses, product names, the usual short forms (mp3, c4, 4ever, 2nite, gr8) and Arabizi (3la, sa7bi) stay.
 * Once a message is caught, other words with digits inside are read too. A word counts once.
 */
export function decodeLeet(raw: string): Undone {
  const caught = readWords(raw, isPlainlyLeet);
  if (caught.edits === 0) return caught;
  const more = readWords(caught.text, isLooselyLeet);
  return { text: more.text, edits: caught.edits + more.edits };
}

function readWords(raw: string, isLeet: (word: string) => boolean): Undone {
  let edits = 0;
  const text = raw.replace(TOKEN, (token) => {
    if (!WORTH_A_LOOK.test(token) || isAddress(token)) return token;
    return token.replace(WORD, (word) => {
      const read = readWord(word, isLeet);
      if (read === null) return word;
      edits++;
      return read;
    });
  });
  return { text, edits };
}

/** Every leet character replaced, "1" as i. */
export function decoded(word: string): string {
  return word.replace(LEET, (character) => LETTER_OF[character]!);
}

function isAddress(token: string): boolean {
  const at = token.indexOf('@');
  return (at > 0 && token.lastIndexOf('.') > at) || ADDRESS.test(token);
}

/** The word that is meant, or null when it is none. Trailing marks and numbers are put back. */
function readWord(whole: string, isLeet: (word: string) => boolean): string | null {
  if (whole.length > LONGEST_WORD * 2) return null;
  const word = whole.replace(/(?:[!|]{1,80}|[0-9]{2,80})$/u, '');
  const rest = whole.slice(word.length);
  if (word.length > LONGEST_WORD || word.search(LEET) < 0 || (word.match(/\p{L}/gu)?.length ?? 0) < 2) return null;
  if (NUMBERED.test(word)) return null;
  for (const one of ['i', 'l']) {
    const candidate = decoded(word.toLowerCase().replaceAll('1', one));
    if (isWorthDisguising(candidate)) return candidate + rest;
  }
  return isLeet(word) ? decoded(word.replaceAll('11', 'll')) + rest : null;
}

/** Words with single or doubled digits inside, at least one of them a vowel between consonants. */
const SHAPE = /^\p{L}+(?:(?:[013457]|00|11|33|55|77)\p{L}+)+[013457]?$/u;
const VOWEL_WANTED = /[bcdfghj-np-tvwxzç](?:[013]|00|33)[bcdfghj-np-tvwxzç]/iu;
const ONE_CASE = /^(?:[\p{Ll}0-9]+|\p{L}[\p{Ll}0-9]+|[\p{Lu}0-9]+)$/u;
const HEXADECIMAL = /^[a-f0-9]+$/i;
/** "some1else", "iphone5s", "mp3player": digits that are read as numbers. */
const READ_AS_NUMBER = /^(?:(?:some|any|every|no)1\p{L}*|mp3\p{L}*|\p{L}+[0-9]\p{L})$/iu;
/** "photo5": the fifth photo rather than photos. */
const NUMBERED = /^\p{L}+5$/u;
const SHORTEST_BY_SHAPE = 5;

function isPlainlyLeet(word: string): boolean {
  if (word.length < SHORTEST_BY_SHAPE || !SHAPE.test(word) || !ONE_CASE.test(word)) return false;
  return VOWEL_WANTED.test(word) && !HEXADECIMAL.test(word) && !READ_AS_NUMBER.test(word);
}

const LOOSE_SHAPE = /^\p{L}+[013457]{1,4}\p{L}[\p{L}013457]*$/u;
const MODEL_NUMBER = /^(?:mp[34]|\p{L}{4,}[0-9])\p{L}$/iu;

/** "y0ur", "d0n", "wh3n": too little by itself, enough in a message that writes leet. */
function isLooselyLeet(word: string): boolean {
  return LOOSE_SHAPE.test(word) && ONE_CASE.test(word) && !MODEL_NUMBER.test(word);
}
