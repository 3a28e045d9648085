/**
 * What the models read of a text. The plain view is the text itself; the undisguised view is there when disguises could
 * be undone (look-alike letters in mixed-script words, leet, spaced-out letters). The worse view counts; evidence always
 * shows the raw text.
 */
export interface TextViews {
  readonly plain: string;
  /** Null when nothing was disguised. */
  readonly undisguised: string | null;
  /** Number of disguises undone: a signal of its own. */
  readonly edits: number;
}
