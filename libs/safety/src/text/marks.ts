import { type Undone } from './undone.ts';

const WORD_WITH_MARKS = /[\p{L}\p{M}\p{N}]+/gu;
/** Marks that no composed letter has taken in, in the blocks that Latin, Greek and Cyrillic use. */
const LOOSE_MARKS = /[\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]+/gu;
/** Struck through, underlined, overlined, encircled: drawing, not spelling. */
const DRAWN = /[\u0305\u0332-\u0338\u033f\u0346-\u034e\u0488\u0489\u20d0-\u20f0]/u;
const STACKED = /[\u0300-\u036f]{2}/u;

/** Takes drawn-over and stacked marks off letters ("s̶e̶c̶r̶e̶t̶"); accents that spell a word compose and stay. */
export function stripMarks(raw: string): Undone {
  let edits = 0;
  const text = raw.normalize('NFC').replace(WORD_WITH_MARKS, (word) => {
    if (!DRAWN.test(word) && !STACKED.test(word)) return word;
    const bare = word.replace(LOOSE_MARKS, '');
    if (!/\p{L}{2}/u.test(bare)) return word;
    edits++;
    return bare;
  });
  return edits > 0 ? { text, edits } : { text: raw, edits };
}
