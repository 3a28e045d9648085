import { buildTrie, type PieceTrie, ROOT } from './piece-trie.ts';
import { UNKNOWN, type Vocabulary } from './vocabulary.ts';

export const TOKENIZER_VERSION = '1';

const SPACE = 0x20;
const MARK = 0x2581;
const UNREACHED = -Infinity;
const LONG_TEXT = 1 << 14;

/**
 * Unigram tokenizer (docs/model-bundle.md, section 2): the segmentation with the highest sum of scores, by one pass of
 * Viterbi over a trie of the pieces. Normalised text goes in as it is; spaces are read as ▁ on the way. Works on buffers
 * that are kept from call to call, so one tokenizer belongs to one thread.
 */
export class Tokenizer {
  readonly maxTokens: number;
  private readonly trie: PieceTrie;
  private readonly scores: Float64Array;
  private readonly unkScore: number;

  /** By position in the text with its leading ▁: best sum up to there, and the last step that leads there. */
  private best = new Float64Array(0);
  private from = new Int32Array(0);
  private piece = new Int32Array(0);
  private units = new Uint16Array(0);

  constructor(vocabulary: Vocabulary, settings: { readonly unkScore: number; readonly maxTokens: number }) {
    this.trie = buildTrie(vocabulary.pieces, UNKNOWN);
    this.scores = vocabulary.scores;
    this.unkScore = settings.unkScore;
    this.maxTokens = settings.maxTokens;
    this.reserve(LONG_TEXT);
  }

  /**
   * @param normalised result of the normaliser
   * @param ids receives the ids; at least `maxTokens` long. Of more tokens, the first and last half are kept.
   * @returns number of ids written
   */
  encode(normalised: string, ids: Int32Array): number {
    if (normalised.length === 0) return 0;
    const length = this.load(normalised);
    this.search(length);
    return this.collect(length, ids);
  }

  private load(text: string): number {
    const length = text.length + 1;
    this.reserve(length);
    const { units } = this;
    units[0] = MARK;
    for (let i = 1; i < length; i++) {
      const unit = text.charCodeAt(i - 1);
      units[i] = unit === SPACE ? MARK : unit;
    }
    return length;
  }

  private search(length: number): void {
    const { units, best, from, piece, scores, unkScore } = this;
    const { codes, base, check, ends } = this.trie;
    best.fill(UNREACHED, 1, length + 1);
    best[0] = 0;
    for (let start = 0; start < length; start++) {
      const sum = best[start]!;
      if (sum === UNREACHED) continue; // the middle of a surrogate pair
      const next = start + (isPair(units, start, length) ? 2 : 1);
      let known = false;
      let state = ROOT;
      for (let end = start; end < length; end++) {
        const code = codes[units[end]!]!;
        const target = base[state]! + code;
        if (code === 0 || check[target] !== state + 1) break;
        state = target;
        const id = ends[state]!;
        if (id < 0) continue;
        if (end + 1 === next) known = true;
        const score = sum + scores[id]!;
        if (score > best[end + 1]!) {
          best[end + 1] = score;
          from[end + 1] = start;
          piece[end + 1] = id;
        }
      }
      if (!known && sum + unkScore > best[next]!) {
        best[next] = sum + unkScore;
        from[next] = start;
        piece[next] = UNKNOWN;
      }
    }
  }

  private collect(length: number, ids: Int32Array): number {
    const { from, piece, maxTokens } = this;
    let count = 0;
    for (let end = length; end > 0; end = from[end]!) count++;
    const kept = Math.min(count, maxTokens);
    const tail = Math.floor(maxTokens / 2);
    const head = maxTokens - tail;
    let place = count;
    for (let end = length; end > 0; end = from[end]!) {
      place--;
      if (count === kept || place < head) ids[place] = piece[end]!;
      else if (count - place <= tail) ids[maxTokens - (count - place)] = piece[end]!;
    }
    return kept;
  }

  private reserve(length: number): void {
    if (length < this.best.length) return;
    this.best = new Float64Array(length + 1);
    this.from = new Int32Array(length + 1);
    this.piece = new Int32Array(length + 1);
    this.units = new Uint16Array(length + 1);
  }
}

function isPair(units: Uint16Array, at: number, length: number): boolean {
  return (units[at]! & 0xfc00) === 0xd800 && at + 1 < length && (units[at + 1]! & 0xfc00) === 0xdc00;
}
