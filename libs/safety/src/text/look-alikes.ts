import { type Undone } from './undone.ts';

/** Pairs of a look-alike and the Latin letter it passes for. Strong likenesses only: ш, и, π or μ stay what they are. */
const PAIRS = [
  // Cyrillic
  'аa вb еe ёe кk мm нh оo рp сc тt уy хx ѕs іi їi јj һh ԁd ԛq ԝw ѵv ӏl үy ҝk ґr ɡg',
  'АA ВB ЕE ЁE КK МM НH ОO РP СC ТT УY ХX ЅS ІI ЇI ЈJ ԌG ԚQ ԜW ҮY',
  // Greek
  'αa εe ηn ιi κk νv οo ρp τt υu χx ϲc ϳj ωw',
  'ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC',
  // Armenian
  'օo ոn սu հh զq ցg',
  // IPA letters that are drawn like the plain ones
  'ɑa ɩi',
].join(' ');

const SMALL_CAPITALS = 'ᴀa ʙb ᴄc ᴅd ᴇe ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz ꜰf';

const LOOK_ALIKES = table(PAIRS);
const SMALL = table(SMALL_CAPITALS);
const WORD = /[\p{L}\p{M}\u24b6-\u24e9]+/gu;
const LATIN = /^\p{Script=Latin}$/u;
/** Fullwidth, circled and mathematical letters: the normaliser reads them too, so they only count inside a word. */
const STYLED = /^[\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\u{1d400}-\u{1d6a3}]$/u;
const SHORTEST_MIXED_WORD = 3;

/**
 * Turns look-alike letters into Latin ones where a word mixes them with Latin letters and has no other foreign letter, so
 * that Greek, Russian or "USBшка" stay as they are. Once a message is caught mixing, its words that consist of
 * look-alikes only are read as Latin too. A word counts once.
 */
export function replaceLookAlikes(raw: string): Undone {
  let edits = 0;
  let text = raw.replace(WORD, (word) => {
    if (!isMixed(word)) return word;
    edits++;
    return toLatin(word);
  });
  if (edits > 0) {
    text = text.replace(WORD, (word) => {
      if (!isAllLookAlike(word)) return word;
      edits++;
      return toLatin(word);
    });
  }
  return { text, edits };
}

function isMixed(word: string): boolean {
  let latin = 0;
  let alike = 0;
  let small = '';
  for (const letter of word) {
    if (letter < '\u0080') latin++;
    else if (LOOK_ALIKES.has(letter) || STYLED.test(letter)) alike++;
    else if (SMALL.has(letter)) {
      if (!small.includes(letter) && small.length < 2) small += letter;
    } else if (LATIN.test(letter)) latin++;
    else return false;
  }
  const letters = latin + alike;
  return small.length === 2 || (latin > 0 && alike > 0 && letters >= SHORTEST_MIXED_WORD);
}

function isAllLookAlike(word: string): boolean {
  if (word.length < 2) return false;
  for (const letter of word) if (!LOOK_ALIKES.has(letter)) return false;
  return true;
}

function toLatin(word: string): string {
  let latin = '';
  for (const letter of word) {
    latin += LOOK_ALIKES.get(letter) ?? SMALL.get(letter) ?? (STYLED.test(letter) ? letter.normalize('NFKC') : letter);
  }
  return latin;
}

function table(pairs: string): ReadonlyMap<string, string> {
  return new Map(pairs.split(' ').map((pair) => [pair[0]!, pair[1]!]));
}
