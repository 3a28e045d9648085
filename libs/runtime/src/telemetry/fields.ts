/**
 * What an event may say. Nothing else leaves the process, so that text of messages cannot: there is no kind for it.
 *
 * - `number`: a count or a measure in base units (seconds, bytes, a share from 0 to 1).
 * - `numbers`: several of these, a name each; the names are a label of the metrics they move.
 * - `word`: a word of a bounded vocabulary, fit for a label. Beyond the listed words, or the first `most`, it is `other`.
 * - `name`: an id, a version, a file; for logs only. Cut at 200 characters.
 * - `error`: its name, code and stack without its message, which may quote content (`describe-error.ts`).
 */
export type Field =
  | { readonly kind: 'number' }
  | { readonly kind: 'numbers'; readonly names: readonly string[] }
  | { readonly kind: 'word'; readonly words?: readonly string[]; readonly most: number }
  | { readonly kind: 'name' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'error' };

export const number = { kind: 'number' } as const satisfies Field;
export const name = { kind: 'name' } as const satisfies Field;
export const boolean = { kind: 'boolean' } as const satisfies Field;
export const error = { kind: 'error' } as const satisfies Field;

export function numbers<const T extends readonly string[]>(...names: T) {
  return { kind: 'numbers', names } as const;
}

/** A closed vocabulary. */
export function word<const T extends readonly string[]>(...words: T) {
  return { kind: 'word', words, most: words.length } as const;
}

/** A vocabulary that is not known here, such as the harms of a model: the first `most` words are kept. */
export function anyWord(most = 50) {
  return { kind: 'word', most } as const;
}

export type FieldValue<F extends Field> = F extends { kind: 'number' }
  ? number
  : F extends { kind: 'numbers'; names: readonly (infer N extends string)[] }
    ? Readonly<Partial<Record<N, number>>>
    : F extends { kind: 'word'; words: readonly (infer W extends string)[] }
      ? W
      : F extends { kind: 'word' | 'name' }
        ? string
        : F extends { kind: 'boolean' }
          ? boolean
          : unknown;
