import { decodeLeet } from './leet.ts';
import { replaceLookAlikes } from './look-alikes.ts';
import { revealInvisible } from './invisible.ts';
import { joinSpacedLetters } from './spaced-letters.ts';
import { stripMarks } from './marks.ts';
import { normalise } from './normalise.ts';
import { NOTHING, suspicionsOf } from './suspicions.ts';
import { type Undone } from './undone.ts';

/**
 * What the models read of a text. The plain view is the text itself; the undisguised view is there when disguises could
 * be undone (look-alike letters in mixed-script words, leet, spaced-out letters). The worse view counts; evidence always
 * shows the raw text.
 */
export interface TextViews {
  readonly plain: string;
  /** Null when nothing was disguised, or when the normaliser undoes it all so that both views would read the same. */
  readonly undisguised: string | null;
  /** Number of disguises undone, a word counting once for each kind: a signal of its own. */
  readonly edits: number;
}

/**
 * Pure, deterministic, linear in the text. One scan finds nothing suspicious in most messages and ends there; the rest
 * goes through the undoers that the scan asks for, each on what the one before has made of the text.
 *
 * Not undone here: emoji code words (they belong behind the leet step, as a table of their own), repeated letters (no
 * disguise), words cut in two, letters replaced by stars.
 */
export function textViews(raw: string): TextViews {
  const found = suspicionsOf(raw);
  if (found === NOTHING) return { plain: raw, undisguised: null, edits: 0 };

  let text = raw;
  let edits = 0;
  const undo = (step: (text: string) => Undone) => {
    const undone = step(text);
    text = undone.text;
    edits += undone.edits;
  };

  if (found.invisible) undo(revealInvisible);
  if (found.marks) undo(stripMarks);
  if (found.scripts) undo(replaceLookAlikes);
  if (found.spaced || edits > 0) undo(joinSpacedLetters);
  if (found.leet || edits > 0) undo(decodeLeet);

  const differs = edits > 0 && normalise(text) !== normalise(raw);
  return { plain: raw, undisguised: differs ? text : null, edits };
}
