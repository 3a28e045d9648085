/** Longest bar drawn for a word: enough to see that something was written, not enough to guess a link or a number. */
const longestWord = 14;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * The shape of a text without the text: lengths of its words in characters as people count them, line by line. Nothing
 * of the text itself reaches the page while it is masked, so it can be neither selected, searched nor read aloud.
 */
export const maskOf = (text: string): number[][] => text.split(/\r?\n/).map((line) => wordsOf(line).map(lengthOf));

export const wordCount = (text: string): number => wordsOf(text).length;

const wordsOf = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== '');

const lengthOf = (word: string): number => Math.min(longestWord, [...graphemes.segment(word)].length);
