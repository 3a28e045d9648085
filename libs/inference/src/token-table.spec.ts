import { describe, expect, it } from '@jest/globals';
import { TokenTable } from './token-table.ts';

const table = new TokenTable(Int8Array.of(1, 2, -127, 127, 3, -5), Float32Array.of(0.1, 0.25, 1e-3), 2);

describe('TokenTable', () => {
  it('pools in token order, rounding every product and sum to float32', () => {
    const [a, b, c] = [Math.fround(0.1), 0.25, Math.fround(1e-3)];
    const sum = Math.fround(Math.fround(Math.fround(1 * a) + Math.fround(-127 * b)) + Math.fround(3 * c));
    const out = new Float32Array(4).fill(9);
    table.pool(Int32Array.of(0, 1, 2, 0), 3, out, 2);
    expect(out[2]).toBe(Math.fround(sum / 3));
    expect([out[0], out[1]]).toEqual([9, 9]);
  });

  it('gives zeros for no tokens', () => {
    const out = new Float32Array(2).fill(9);
    table.pool(new Int32Array(1), 0, out, 0);
    expect([...out]).toEqual([0, 0]);
  });
});
