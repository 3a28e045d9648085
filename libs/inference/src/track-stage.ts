import { HARMS, TRACK_FEATURES, type TrackInputs, type TrackOutputs } from '@vigie/safety';
import { type Bundle } from './bundle.ts';
import { Graph, type Widths } from './graph.onnx.ts';

/** One recurrent step of each track (docs/model-bundle.md, section 5). */
export class TrackStage {
  private readonly graph: Graph;
  private readonly widths: Widths;

  private constructor(graph: Graph, widths: Widths) {
    this.graph = graph;
    this.widths = widths;
  }

  /** @throws BundleError */
  static async open(bundle: Bundle): Promise<TrackStage> {
    const { track, message } = bundle.manifest;
    const inputs = {
      vector: message.vector,
      context: message.vector,
      features: TRACK_FEATURES.length,
      state: track.state,
    };
    const outputs = { next_state: track.state, risk_logits: HARMS.length };
    return new TrackStage(await Graph.open(track.file, bundle.bytes(track.file), inputs, outputs), inputs);
  }

  /** @throws RangeError when an input has another size than its rows ask for */
  async step(tracks: TrackInputs): Promise<TrackOutputs> {
    const given = { vector: tracks.vectors, context: tracks.contexts, features: tracks.features, state: tracks.states };
    const columns = Object.entries(given).map(([name, values]) => ({ name, values, width: this.widths[name]! }));
    for (const { name, values, width } of columns) {
      const expected = tracks.rows * width;
      if (values.length !== expected)
        throw new RangeError(`${name}: ${expected} values expected, ${values.length} given.`);
    }
    const outputs = await this.graph.run(tracks.rows, (inputs, from, rows) => {
      for (const { name, values, width } of columns) {
        inputs[name]!.set(values.subarray(from * width, (from + rows) * width));
      }
    });
    return { states: outputs['next_state']!, riskLogits: outputs['risk_logits']! };
  }

  dispose(): Promise<void> {
    return this.graph.dispose();
  }
}
