/** What a text shows at a glance that one of the undoers should look at. */
export interface Suspicions {
  /** Characters that nobody sees, or that turn the direction. */
  readonly invisible: boolean;
  /** Combining marks. */
  readonly marks: boolean;
  /** Latin letters together with letters of scripts that look like them. */
  readonly scripts: boolean;
  /** Three or more single letters in a row. */
  readonly spaced: boolean;
  /** A digit or symbol that touches a letter. */
  readonly leet: boolean;
}

/** The answer for most texts, told apart by identity. */
export const NOTHING: Suspicions = { invisible: false, marks: false, scripts: false, spaced: false, leet: false };

const OTHER = 0;
const LETTER = 1;
const LEET = 2;
/** Ends a sentence more often than it stands for a letter, so it only counts before one. */
const MARK = 3;
const SINGLES_SUSPICIOUS = 3;

const ASCII = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') ASCII[character.charCodeAt(0)] = LETTER;
for (const character of '0134579@$') ASCII[character.charCodeAt(0)] = LEET;
for (const character of '!|') ASCII[character.charCodeAt(0)] = MARK;

/** One pass over the UTF-16 units, without regular expressions: this is all that an ordinary message costs. */
export function suspicionsOf(text: string): Suspicions {
  let invisible = false;
  let marks = false;
  let latin = false;
  let lookAlike = false;
  let leet = false;
  let singles = 0;
  let mostSingles = 0;
  let wordLength = 0;
  let before = OTHER;

  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 0x20;
    let kind = OTHER;
    if (code < 128) {
      kind = ASCII[code]!;
      if (kind === LETTER) latin = true;
    } else if (code < 0x250) {
      if (code >= 0xc0) kind = LETTER;
      else if (code === 0xad) invisible = true;
    } else {
      if (isLookAlikeBlock(code)) {
        lookAlike = true;
        kind = LETTER;
      } else if (isMark(code)) marks = true;
      if (isInvisibleUnit(code)) invisible = true;
      if (code === EURO) kind = LEET;
    }
    if (kind === LETTER ? before >= LEET : kind === LEET && before === LETTER) leet = true;
    if (kind === LETTER || kind === LEET) wordLength++;
    else if (wordLength > 0) {
      singles = wordLength === 1 ? singles + 1 : 0;
      if (singles > mostSingles) mostSingles = singles;
      wordLength = 0;
    }
    before = kind;
  }

  const spaced = mostSingles >= SINGLES_SUSPICIOUS;
  const scripts = latin ? lookAlike : text.length > 0 && lookAlike && hasSmallCapitals(text);
  return invisible || marks || scripts || spaced || leet ? { invisible, marks, scripts, spaced, leet } : NOTHING;
}

const EURO = 0x20ac;

/** IPA and small capitals, Greek, Cyrillic, Armenian, circled, small capitals again, fullwidth, mathematical (surrogate). */
function isLookAlikeBlock(code: number): boolean {
  return (
    (code >= 0x250 && code <= 0x2af) ||
    (code >= 0x370 && code <= 0x481) ||
    (code >= 0x48a && code <= 0x586) ||
    (code >= 0x1d00 && code <= 0x1d2b) ||
    (code >= 0x24b6 && code <= 0x24e9) ||
    (code >= 0xa730 && code <= 0xa731) ||
    (code >= 0xff21 && code <= 0xff5a) ||
    code === 0xd835
  );
}

function hasSmallCapitals(text: string): boolean {
  return /[\u0250-\u02af\u1d00-\u1d2b\ua730\ua731]/.test(text);
}

function isMark(code: number): boolean {
  return (code >= 0x300 && code <= 0x36f) || (code >= 0x483 && code <= 0x489) || (code >= 0x20d0 && code <= 0x20f0);
}

/** Units that `invisible.ts` looks at; U+DB40 opens tags and further variation selectors. */
export function isInvisibleUnit(code: number): boolean {
  return (
    code === 0xad ||
    code === 0x34f ||
    code === 0x61c ||
    code === 0x115f ||
    code === 0x1160 ||
    (code >= 0x180b && code <= 0x180e) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0x2800 ||
    code === 0x3164 ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    code === 0xfeff ||
    code === 0xffa0 ||
    code === 0xdb40
  );
}
