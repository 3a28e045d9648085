import { type Calibration, HARMS, type ModelInfo, normalise, TRACK_FEATURES } from '@vigie/safety';
import { BundleError } from './bundle-error.ts';
import { type Golden, GOLDEN_FILE, type GoldenConversation, type GoldenMessage } from './golden.ts';
import { walkGolden } from './golden-walk.ts';
import { type MessageStage } from './message-stage.ts';
import { type TrackStage } from './track-stage.ts';

const TOLERANCE = 1e-4;

interface Stages {
  readonly info: ModelInfo;
  readonly messages: MessageStage;
  readonly tracks: TrackStage;
}

/**
 * Runs every golden line through the stages as they will run in use: normalised text and tokens must be the same, scores
 * within 1e-4.
 *
 * @throws BundleError `bundle-golden-mismatch`, with the line, what differs and by how much; never with the text
 */
export async function checkGolden(golden: readonly Golden[], stages: Stages): Promise<void> {
  await checkMessages(
    golden.filter((line) => line.kind === 'message'),
    stages,
  );
  await checkConversations(
    golden.filter((line) => line.kind === 'conversation'),
    stages,
  );
}

async function checkMessages(lines: readonly GoldenMessage[], { info, messages }: Stages): Promise<void> {
  const texts = lines.map(({ text }) => text);
  const { tokens, harmLogits, cueLogits } = await messages.read(texts);
  lines.forEach((line, row) => {
    expectSame(line, 'the normalised text', [...normalise(line.text)], [...line.normalised]);
    expectSame(line, 'the tokens', messages.tokensOf(line.text), line.ids);
    expectSame(line, 'the number of tokens', [tokens[row]!], [line.ids.length]);
    expectClose(line, 'message', calibrated(harmLogits, row, info.calibration.message), line.message);
    const cues = cueLogits.subarray(row * info.cues.length, (row + 1) * info.cues.length);
    expectClose(line, 'cues', Array.from(cues, sigmoid), line.cues);
  });
}

/** All conversations side by side: the first message of each, then the second of each, and so on. */
async function checkConversations(
  lines: readonly GoldenConversation[],
  { info, messages, tracks }: Stages,
): Promise<void> {
  const texts = lines.flatMap((line) => line.messages.map(({ t }) => t));
  const readings = await messages.read(texts);
  let first = 0;
  const walks = lines.map((line) => {
    const start = first;
    first += line.messages.length;
    const steps = walkGolden(line, readings.tokens.subarray(start, first), info.contextMessages);
    return { line, start, steps, states: new Map<string, Float32Array>() };
  });
  const { vectorSize, stateSize } = info;
  const vectorOf = (row: number) => readings.vectors.subarray(row * vectorSize, (row + 1) * vectorSize);

  for (let turn = 0; ; turn++) {
    const wave = walks.filter(({ steps }) => turn < steps.length);
    if (wave.length === 0) return;
    const rows = wave.length;
    const inputs = {
      rows,
      vectors: new Float32Array(rows * vectorSize),
      contexts: new Float32Array(rows * vectorSize),
      features: new Float32Array(rows * TRACK_FEATURES.length),
      states: new Float32Array(rows * stateSize),
    };
    wave.forEach(({ line, start, steps, states }, row) => {
      const { heard, features } = steps[turn]!;
      const state = states.get(line.messages[turn]!.s);
      inputs.vectors.set(vectorOf(start + turn), row * vectorSize);
      inputs.contexts.set(
        mean(
          heard.map((k) => vectorOf(start + k)),
          vectorSize,
        ),
        row * vectorSize,
      );
      inputs.features.set(features, row * features.length);
      if (state !== undefined) inputs.states.set(state, row * stateSize);
    });
    const outputs = await tracks.step(inputs);
    wave.forEach(({ line, start, states }, row) => {
      const { s, message, risk } = line.messages[turn]!;
      states.set(s, outputs.states.slice(row * stateSize, (row + 1) * stateSize));
      const alone = calibrated(readings.harmLogits, start + turn, info.calibration.message);
      expectClose(line, `messages → ${turn} → message`, alone, message);
      expectClose(line, `messages → ${turn} → risk`, calibrated(outputs.riskLogits, row, info.calibration.risk), risk);
    });
  }
}

function mean(vectors: readonly Float32Array[], width: number): Float32Array {
  const sum = new Float32Array(width);
  for (const vector of vectors) for (let j = 0; j < width; j++) sum[j]! += vector[j]!;
  return vectors.length > 1 ? sum.map((value) => value / vectors.length) : sum;
}

function calibrated(logits: Float32Array, row: number, calibration: Calibration): number[] {
  return HARMS.map((harm, h) => sigmoid(calibration[harm].a * logits[row * HARMS.length + h]! + calibration[harm].b));
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function expectSame<T>(line: Golden, what: string, found: readonly T[], expected: readonly T[]): void {
  const at = found.findIndex((value, i) => value !== expected[i]);
  const place = at >= 0 ? at : found.length < expected.length ? found.length : -1;
  if (place < 0) return;
  throw mismatch(line, `${what} differs from place ${place} on (${found.length} long, expected ${expected.length})`);
}

function expectClose(line: Golden, what: string, found: readonly number[], expected: readonly number[]): void {
  if (found.length !== expected.length)
    throw mismatch(line, `${what} has ${found.length} scores, not ${expected.length}`);
  found.forEach((score, i) => {
    const off = Math.abs(score - expected[i]!);
    if (off <= TOLERANCE) return;
    throw mismatch(
      line,
      `${what} → ${i} is ${score}, expected ${expected[i]} (${off.toExponential(1)} apart, ${TOLERANCE} allowed)`,
    );
  });
}

function mismatch(line: Golden, what: string): BundleError {
  return new BundleError('bundle-golden-mismatch', `${GOLDEN_FILE}:${line.line}: ${what}.`);
}
