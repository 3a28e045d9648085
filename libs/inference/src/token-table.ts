import { type Bundle } from './bundle.ts';
import { BundleError } from './bundle-error.ts';

const { fround } = Math;

/**
 * Token vectors, int8 with one float32 scale a row; the scale carries the token's weight (docs/model-bundle.md, section 3).
 *
 * Every product and sum is rounded to float32, in token order, as NumPy does it: `Math.fround` and stores into a
 * Float32Array round once from an exact (product) or innocuously rounded (sum, quotient) double, so the result is a
 * property of the tokens, on every machine.
 */
export class TokenTable {
  readonly width: number;
  private readonly rows: Int8Array;
  private readonly scales: Float32Array;

  constructor(rows: Int8Array, scales: Float32Array, width: number) {
    this.rows = rows;
    this.scales = scales;
    this.width = width;
  }

  /** @throws BundleError `bundle-invalid` when the sizes of the files contradict the manifest */
  static from({ manifest, bytes }: Bundle): TokenTable {
    const { file, scales, rows, width } = manifest.table;
    const table = bytes(file);
    const factors = bytes(scales);
    expectBytes(file, table, rows * width);
    expectBytes(scales, factors, rows * Float32Array.BYTES_PER_ELEMENT);
    const view = new DataView(factors.buffer, factors.byteOffset, factors.byteLength);
    const values = Float32Array.from({ length: rows }, (_, i) => view.getFloat32(i * 4, true));
    return new TokenTable(new Int8Array(table.buffer, table.byteOffset, table.byteLength), values, width);
  }

  /** Mean vector of the first `count` ids into `out[at … at + width)`; zeros when there are none. */
  pool(ids: Int32Array, count: number, out: Float32Array, at: number): void {
    const { rows, scales, width } = this;
    out.fill(0, at, at + width);
    for (let k = 0; k < count; k++) {
      const id = ids[k]!;
      const scale = scales[id]!;
      const row = id * width;
      for (let j = 0; j < width; j++) out[at + j]! += fround(rows[row + j]! * scale);
    }
    if (count > 1) for (let j = 0; j < width; j++) out[at + j]! /= count;
  }
}

function expectBytes(file: string, bytes: Uint8Array, expected: number): void {
  if (bytes.byteLength === expected) return;
  throw new BundleError('bundle-invalid', `${file}: ${expected} bytes by the manifest, ${bytes.byteLength} found.`);
}
