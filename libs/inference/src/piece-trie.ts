/**
 * The pieces as a double-array trie (Aoe 1989) over UTF-16 units: from state `s`, unit `u` leads to `base[s] + code[u]`
 * if `check` there says that it came from `s`. One addition and one comparison a character, no objects.
 */
export interface PieceTrie {
  /** Unit → small code; 0 for units that occur in no piece. */
  readonly codes: Uint16Array;
  readonly base: Int32Array;
  /** Parent state + 1; 0 where the place is free. */
  readonly check: Int32Array;
  /** Id of the piece that ends in a state, or -1. */
  readonly ends: Int32Array;
}

export const ROOT = 0;

/** @param pieces distinct, not empty; `skip` is the id that stands for no text */
export function buildTrie(pieces: readonly string[], skip: number): PieceTrie {
  const codes = numberUnits(pieces);
  const order = [...pieces.keys()]
    .filter((id) => id !== skip)
    .sort((a, b) => compareUnits(pieces[a]!, pieces[b]!, codes));
  const trie = new GrowingTrie(codes);
  /** Ranges of `order` that share their first `depth` units, breadth first. */
  const queue = [{ state: ROOT, from: 0, to: order.length, depth: 0 }];
  for (let head = 0; head < queue.length; head++) {
    const { state, to, depth } = queue[head]!;
    let { from } = queue[head]!;
    if (pieces[order[from]!]?.length === depth) trie.ends[state] = order[from++]!;
    const children: { code: number; from: number; to: number }[] = [];
    for (let i = from; i < to; i++) {
      const code = codes[pieces[order[i]!]!.charCodeAt(depth)]!;
      const last = children.at(-1);
      if (last?.code === code) last.to = i + 1;
      else children.push({ code, from: i, to: i + 1 });
    }
    if (children.length === 0) continue;
    const base = trie.place(state, children);
    for (const child of children) {
      queue.push({ state: base + child.code, from: child.from, to: child.to, depth: depth + 1 });
    }
  }
  return trie.finish();
}

/** Frequent units get small codes, which keeps the arrays dense. */
function numberUnits(pieces: readonly string[]): Uint16Array {
  const counts = new Uint32Array(0x10000);
  for (const piece of pieces) for (let i = 0; i < piece.length; i++) counts[piece.charCodeAt(i)]!++;
  const used = [...counts.keys()].filter((unit) => counts[unit]! > 0).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const codes = new Uint16Array(0x10000);
  used.forEach((unit, i) => (codes[unit] = i + 1));
  return codes;
}

function compareUnits(a: string, b: string, codes: Uint16Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const difference = codes[a.charCodeAt(i)]! - codes[b.charCodeAt(i)]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

class GrowingTrie {
  base = new Int32Array(1 << 16);
  check = new Int32Array(1 << 16);
  ends = new Int32Array(1 << 16).fill(-1);
  private readonly codes: Uint16Array;
  private firstFree = 1;
  private size = 1;

  constructor(codes: Uint16Array) {
    this.codes = codes;
    this.check[ROOT] = -1;
  }

  /** Finds room for the children of a state, lowest place first, and takes it. */
  place(state: number, children: readonly { code: number }[]): number {
    const first = children[0]!.code;
    const last = children.at(-1)!.code;
    while (this.firstFree < this.check.length && this.check[this.firstFree] !== 0) this.firstFree++;
    let at = Math.max(this.firstFree, first + 1);
    let tried = 0;
    for (; ; at++) {
      this.reserve(at - first + last);
      if (this.check[at] !== 0) continue;
      if (children.every(({ code }) => this.check[at - first + code] === 0)) break;
      // Crowded places are not worth being searched again and again by every branching state.
      if (++tried === CROWDED) this.firstFree = at;
    }
    const base = at - first;
    this.base[state] = base;
    for (const { code } of children) this.check[base + code] = state + 1;
    this.size = Math.max(this.size, base + last + 1);
    return base;
  }

  /** Padded by the alphabet, so that no transition can leave the arrays. */
  finish(): PieceTrie {
    const size = this.size + this.codes.reduce((most, code) => Math.max(most, code), 0) + 1;
    this.reserve(size);
    return {
      codes: this.codes,
      base: this.base.slice(0, size),
      check: this.check.slice(0, size),
      ends: this.ends.slice(0, size),
    };
  }

  private reserve(index: number): void {
    if (index < this.check.length) return;
    const size = 2 ** Math.ceil(Math.log2(index + 1));
    const grow = (old: Int32Array<ArrayBuffer>, fill: number) => {
      const grown = new Int32Array(size).fill(fill, old.length);
      grown.set(old);
      return grown;
    };
    this.base = grow(this.base, 0);
    this.check = grow(this.check, 0);
    this.ends = grow(this.ends, -1);
  }
}

const CROWDED = 256;
