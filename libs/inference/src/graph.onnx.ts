import { InferenceSession, Tensor } from 'onnxruntime-node';
import { BundleError } from './bundle-error.ts';

/** Names of float32 inputs or outputs with their width: `[rows, width]`. */
export type Widths = Readonly<Record<string, number>>;
export type Columns = Record<string, Float32Array>;

/**
 * MLAS may take other kernels for one row and for the rows left over from its tiles (which ones depends on the processor);
 * whole blocks of zero-padded rows keep every row on the same path (G4).
 */
const ROW_BLOCK = 16;
/** Keeps a run, which blocks its thread, to a millisecond or so. */
const MOST_ROWS = 256;

/** One thread, no spinning, nothing left to the library's mood: the same bits on every run. */
const OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
};

/**
 * An ONNX graph whose rows are independent, run over any number of rows: cut into runs, padded with zero rows, one call
 * after the other because they share the input buffers. onnxruntime-node starts every run from `setImmediate`, so the
 * event loop breathes between two of them.
 */
export class Graph {
  private readonly session: InferenceSession;
  private readonly outputs: Widths;
  private readonly buffers: readonly { name: string; width: number; values: Float32Array }[];
  private last: Promise<unknown> = Promise.resolve();

  private constructor(session: InferenceSession, inputs: Widths, outputs: Widths) {
    this.session = session;
    this.outputs = outputs;
    this.buffers = Object.entries(inputs).map(([name, width]) => {
      return { name, width, values: new Float32Array(MOST_ROWS * width) };
    });
  }

  /** @throws BundleError `bundle-invalid` when the graph has other inputs or outputs */
  static async open(file: string, bytes: Uint8Array, inputs: Widths, outputs: Widths): Promise<Graph> {
    let session: InferenceSession;
    try {
      session = await InferenceSession.create(bytes, OPTIONS);
    } catch (cause) {
      throw new BundleError('bundle-invalid', `${file} cannot be opened as an ONNX graph.`, { cause });
    }
    expectWidths(`${file}: inputs`, session.inputMetadata, inputs);
    expectWidths(`${file}: outputs`, session.outputMetadata, outputs);
    return new Graph(session, inputs, outputs);
  }

  /**
   * @param fill writes rows `from … from + rows` of every input to the beginning of its buffer
   * @param rowsFrom how many rows the run that starts here may take; 256 at most
   * @returns a fresh array per output, `[rows, width]`
   */
  run(
    rows: number,
    fill: (inputs: Columns, from: number, rows: number) => void,
    rowsFrom: (from: number) => number = () => MOST_ROWS,
  ): Promise<Columns> {
    const run = this.last.then(() => this.runAll(rows, fill, rowsFrom));
    this.last = run.catch(() => undefined);
    return run;
  }

  async dispose(): Promise<void> {
    await this.last;
    await this.session.release();
  }

  private async runAll(
    rows: number,
    fill: (inputs: Columns, from: number, rows: number) => void,
    rowsFrom: (from: number) => number,
  ): Promise<Columns> {
    const inputs = Object.fromEntries(this.buffers.map(({ name, values }) => [name, values]));
    const results = Object.fromEntries(
      Object.entries(this.outputs).map(([name, width]) => [name, new Float32Array(rows * width)]),
    );
    for (let from = 0; from < rows;) {
      const count = Math.min(rowsFrom(from), rows - from, MOST_ROWS);
      fill(inputs, from, count);
      const outputs = await this.session.run(this.feeds(count));
      for (const [name, width] of Object.entries(this.outputs)) {
        const values = outputs[name]!.data as Float32Array;
        results[name]!.set(values.subarray(0, count * width), from * width);
      }
      from += count;
    }
    return results;
  }

  private feeds(rows: number): Record<string, Tensor> {
    const padded = Math.ceil(rows / ROW_BLOCK) * ROW_BLOCK;
    const feeds: Record<string, Tensor> = {};
    for (const { name, width, values } of this.buffers) {
      values.fill(0, rows * width, padded * width);
      feeds[name] = new Tensor('float32', values.subarray(0, padded * width), [padded, width]);
    }
    return feeds;
  }
}

function expectWidths(what: string, found: readonly InferenceSession.ValueMetadata[], expected: Widths): void {
  const listed = found.map((value) => {
    const width =
      value.isTensor && value.type === 'float32' && value.shape.length === 2 ? value.shape[1] : 'not [B, n] float32';
    return `${value.name} ${width}`;
  });
  const wanted = Object.entries(expected).map(([name, width]) => `${name} ${width}`);
  if (listed.sort().join() === wanted.sort().join()) return;
  throw new BundleError('bundle-invalid', `${what}: expected ${wanted.join(', ')}; found ${listed.join(', ')}.`);
}
