import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest runs tests in a realm of their own, whose Float32Array is another one than that of native add-ons;
 * onnxruntime-node then refuses its own tensors. The test realm borrows the outer typed arrays.
 */
export default class extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, { Float32Array, BigInt64Array, Int32Array, Int8Array, Uint8Array, ArrayBuffer });
  }
}
