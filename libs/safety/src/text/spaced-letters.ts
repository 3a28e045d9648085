import { decoded } from './leet.ts';
import { type Undone } from './undone.ts';
import { isWorthDisguising } from './words-worth-disguising.ts';

const ITEM = String.raw`[\p{L}0134579@$]`;
const STARTS = String.raw`(?<![\p{L}\p{M}\p{N}@$])(?<!\p{L}['’])`;
const ENDS = String.raw`(?![\p{L}\p{M}\p{N}@$])(?!['’]\p{L})`;
/** Three or more single letters (or what stands for them), each parted from the next by the same separator. */
const RUN = new RegExp(
  String.raw`${STARTS}${ITEM}(\s|\s?[._\-*·•~|/]{1,3}\s?)(?:${ITEM}${ENDS}\1)+${ITEM}${ENDS}`,
  'gu',
);
const TWO = new RegExp(String.raw`${STARTS}\p{Ll}\s\p{Ll}${ENDS}`, 'gu');
const SEPARATORS = /[\s._\-*·•~|/]/gu;
const SPACED = /^.\s/u;
const THREE_SPACED = /^\p{Ll}(?:\s\p{Ll}){2}$/u;
const VOWEL = /[aeiouyàâäéèêëîïôöùûüœ]/u;
const LETTERS = /\p{L}/gu;
/** Alphabets, marks, rhyme schemes. */
const GRADES = /^[a-f]+$/;
const KEYS = new Set(['wasd', 'zqsd', 'qwerty', 'azerty', 'uiop', 'aeiou', 'aeiouy']);
const FEWEST_LETTERS = 4;

/**
 * Joins spaced-out or dotted letters ("s e c r e t", "p.h.o.t.o"). Four letters or more must look like a word; three must
 * be a word worth disguising; two and three are joined as well once the message has been caught ("s e n d  m e").
 * Initials (U.S.A.), grades (A B C A) and keys (W A S D) are left alone. Each word counts once.
 */
export function joinSpacedLetters(raw: string): Undone {
  const spelledOut = raw.match(RUN)?.filter(isSpelledOut) ?? [];
  if (spelledOut.length === 0) return { text: raw, edits: 0 };
  const spaced = spelledOut.some((run) => SPACED.test(run));
  let edits = 0;
  const joinCounting = (run: string) => {
    edits++;
    return run.replace(SEPARATORS, '');
  };
  let text = raw.replace(RUN, (run) =>
    isSpelledOut(run) || (spaced && THREE_SPACED.test(run)) ? joinCounting(run) : run,
  );
  if (spaced) text = text.replace(TWO, joinCounting);
  return { text, edits };
}

function isSpelledOut(run: string): boolean {
  const joined = run.replace(SEPARATORS, '');
  const word = decoded(joined.normalize('NFKC').toLowerCase());
  if (isWorthDisguising(word)) return true;
  const letters = joined.match(LETTERS)?.length ?? 0;
  if (joined.length < FEWEST_LETTERS || letters < FEWEST_LETTERS - 1 || !VOWEL.test(word)) return false;
  if (run.includes('.') && joined === joined.toUpperCase()) return false;
  return new Set(word).size >= 3 && !GRADES.test(word) && !KEYS.has(word);
}
