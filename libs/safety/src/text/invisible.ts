import { isInvisibleUnit } from './suspicions.ts';
import { type Undone } from './undone.ts';

const REVERSED = /\u202E([^\u202C\n]{1,2000})\u202C?/gu;
/** Scripts in which nothing invisible belongs inside a word; Persian, Indic and emoji need joiners. */
const WRITTEN_APART = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}0-9]/u;
const SOFT_HYPHEN = 0xad;
const TAG_OPENER = 0xdb40;

/**
 * Takes out characters without a shape that touch a word, and puts text right that a right-to-left override shows
 * reversed. A word that hid them inside counts, once; soft hyphens do not, since copied pages are full of them.
 */
export function revealInvisible(raw: string): Undone {
  let edits = 0;
  const text = raw.replace(REVERSED, (_, shown: string) => {
    edits++;
    return [...shown].reverse().join('');
  });

  let result = '';
  let kept = 0;
  let insideCounted = false;
  for (let i = 0; i < text.length;) {
    if (!isInvisibleUnit(text.charCodeAt(i))) {
      if (insideCounted && !WRITTEN_APART.test(text[i]!)) insideCounted = false;
      i++;
      continue;
    }
    const from = i;
    let hyphensOnly = true;
    while (i < text.length && isInvisibleUnit(text.charCodeAt(i))) {
      if (text.charCodeAt(i) !== SOFT_HYPHEN) hyphensOnly = false;
      i += text.charCodeAt(i) === TAG_OPENER ? 2 : 1;
    }
    const after = from > 0 && WRITTEN_APART.test(text[from - 1]!);
    const before = i < text.length && WRITTEN_APART.test(text[i]!);
    if (!after && !before) continue;
    result += text.slice(kept, from);
    kept = i;
    if (after && before && !hyphensOnly && !insideCounted) {
      edits++;
      insideCounted = true;
    }
  }
  return { text: result + text.slice(kept), edits };
}
