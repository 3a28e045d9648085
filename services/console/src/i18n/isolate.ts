/** Sets an id apart (U+2068, U+2069), so that one written from right to left cannot disturb the sentence around it. */
export const isolate = (text: string): string => `\u2068${text}\u2069`;

/** The sentence in parts, ids apart from the rest. */
export function partsOf(sentence: string): { text: string; isId: boolean }[] {
  return sentence
    .split(/(\u2068[^\u2069]*\u2069)/u)
    .filter((text) => text !== '')
    .map((text) => ({ text, isId: text.startsWith('\u2068') }));
}
