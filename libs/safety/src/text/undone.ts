/** A text with one kind of disguise undone. */
export interface Undone {
  readonly text: string;
  readonly edits: number;
}
