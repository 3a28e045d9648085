/**
 * The normaliser, version 1 (docs/model-bundle.md, section 1): a pure function text → text that Python's training and
 * this side must agree on, character by character; `golden.jsonl` of every bundle holds both to it.
 *
 * Most messages are printable ASCII and French letters, which steps 1 to 6 leave alone but for case: one scan tells them
 * from the rest. Every quantifier is bounded and no two neighbours overlap, so time is linear in the text.
 */
export const NORMALISER_VERSION = '1';

const INVISIBLE = /[\p{Cf}\uFE00-\uFE0F]|(?![\t\n\r])\p{Cc}/gu;
const SINGLE_QUOTES = /[\u2018\u2019\u02BC]/g;
const DOUBLE_QUOTES = /[\u201C\u201D]/g;

const EMAIL = /[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/g;
/** By code points, as Python counts, hence the u flag. White space is ASCII, and the other kinds are gone by now. */
const URL = /(?:https?:\/\/|www\.)[^ \t\n\r<>"]{1,2000}/gu;
const HANDLE = /(?<![a-z0-9_.])@[a-z0-9_.]{2,32}/g;
const PHONE = /(?<![0-9a-z])(?:\+|00)?[0-9](?:[ .\-/()]{0,2}[0-9]){8,14}(?![0-9a-z])/g;
const NUMBER = /[0-9]{9,}/g;
const FEWEST_DIGITS_MASKED = 9;

const SPACES = /\s+/g;
const OUTER_SPACE = /^ | $/g;

export function normalise(text: string): string {
  const traits = scan(text);
  let result = text;
  if (traits & UNUSUAL) result = unifyCharacters(text);
  else if (traits & UPPER_CASE) result = text.toLowerCase();
  if (traits & (AT_SIGN | LINK | DIGITS | UNUSUAL)) result = mask(result);
  else if (!(traits & LOOSE_SPACE)) return result;
  return result.replace(SPACES, ' ').replace(OUTER_SPACE, '');
}

/** Steps 1 to 6. */
function unifyCharacters(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(SINGLE_QUOTES, "'")
    .replace(DOUBLE_QUOTES, '"');
}

/** Step 7, in the order of the page: what one mask has replaced, the next does not see. */
function mask(text: string): string {
  let result = text;
  if (result.includes('@')) result = result.replace(EMAIL, ' [email] ');
  if (result.includes('://') || result.includes('www.')) result = result.replace(URL, ' [url] ');
  if (result.includes('@')) result = result.replace(HANDLE, ' [handle] ');
  return result.replace(PHONE, ' [phone] ').replace(NUMBER, ' [number] ');
}

const UPPER_CASE = 1;
const AT_SIGN = 2;
const LINK = 4;
const DIGITS = 8;
const LOOSE_SPACE = 16;
const UNUSUAL = 32;

/** What a text needs beyond being copied. Characters that the first six steps may touch make it UNUSUAL. */
function scan(text: string): number {
  let traits = 0;
  let digits = 0;
  let previous = SPACE;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x61 && code <= 0x7a) {
      // the usual letter
    } else if (code === SPACE) {
      if (previous === SPACE) traits |= LOOSE_SPACE;
    } else if (code >= 0x41 && code <= 0x5a) traits |= UPPER_CASE;
    else if (code >= 0x30 && code <= 0x39) digits++;
    else if (code === 0x40) traits |= AT_SIGN;
    else if (code === 0x2f) {
      if (previous === code) traits |= LINK;
    } else if (code === 0x2e) {
      if (previous === 0x77 || previous === 0x57) traits |= LINK;
    } else if (code < SPACE || code > 0x7e) {
      if (code < 0xc0 || code > 0xff) return UNUSUAL;
      traits |= UPPER_CASE;
    }
    previous = code;
  }
  if (digits >= FEWEST_DIGITS_MASKED) traits |= DIGITS;
  if (previous === SPACE) traits |= LOOSE_SPACE;
  return traits;
}

const SPACE = 0x20;
