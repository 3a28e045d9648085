const narrow = '\u202f';
const wide = '\u00a0';

/** French sets a space before high punctuation that must not break a line; translators type an ordinary one. */
export const spaced = (text: string): string =>
  text
    .replaceAll(/ ([;!?])/g, `${narrow}$1`)
    .replaceAll(/ :/g, `${wide}:`)
    .replaceAll('« ', `«${wide}`)
    .replaceAll(' »', `${wide}»`);

export const setFrench = <Key extends string>(catalogue: Record<Key, string>): Record<Key, string> =>
  Object.fromEntries(Object.entries<string>(catalogue).map(([key, text]) => [key, spaced(text)])) as Record<
    Key,
    string
  >;
