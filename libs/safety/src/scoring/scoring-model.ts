import { type Harm } from '../harm.ts';

/**
 * Port to the models. `libs/inference` implements it with ONNX Runtime over a bundle (docs/model-bundle.md).
 * Promise (G4): every row of a result depends on its own row of the input only, bit for bit, whatever the batch.
 */
export interface ScoringModel {
  readonly info: ModelInfo;
  /** Message stage: one row per text, in order. Texts are views (see `text/views.ts`), normalised here. */
  readTexts(texts: readonly string[]): Promise<TextReadings>;
  /** One recurrent step for each of `rows` tracks. */
  stepTracks(inputs: TrackInputs): Promise<TrackOutputs>;
  /** The transformer over windows; null when the bundle has none. */
  readonly windows: WindowModel | null;
}

export interface ModelInfo {
  /** `name@version`, as flags and states carry it. */
  readonly id: string;
  readonly normaliser: string;
  readonly cues: readonly Cue[];
  readonly vectorSize: number;
  readonly stateSize: number;
  /** Messages looked back for the context of a step. */
  readonly contextMessages: number;
  readonly calibration: { readonly message: Calibration; readonly risk: Calibration };
  /** Per harm: [threshold, alerts per 100,000 messages], thresholds rising. */
  readonly budget: Readonly<Record<Harm, readonly (readonly [threshold: number, alertsPer100k: number])[]>>;
}

export interface Cue {
  readonly name: string;
  /** Probability from which the cue counts as seen. */
  readonly threshold: number;
  /** The harm it is evidence for, or `counter`. */
  readonly kind: Harm | 'counter';
}

/** Platt scaling per harm: probability = 1 / (1 + exp(−(a · logit + b))). */
export type Calibration = Readonly<Record<Harm, { readonly a: number; readonly b: number }>>;

export interface TextReadings {
  /** Tokens per text. */
  readonly tokens: Int32Array;
  /** [texts, vectorSize] */
  readonly vectors: Float32Array;
  /** [texts, harms] */
  readonly harmLogits: Float32Array;
  /** [texts, cues] */
  readonly cueLogits: Float32Array;
}

export const TRACK_FEATURES = [
  'gap_own',
  'gap_any',
  'self_minor',
  'self_adult',
  'self_unknown',
  'others_minor',
  'others_adult',
  'others_unknown',
  'surface_direct',
  'surface_group',
  'surface_public_room',
  'surface_game',
  'own_count',
  'others_since',
  'speakers',
  'edits',
  'length',
  'first',
] as const;

export interface TrackInputs {
  readonly rows: number;
  /** [rows, vectorSize] */
  readonly vectors: Float32Array;
  /** [rows, vectorSize] */
  readonly contexts: Float32Array;
  /** [rows, TRACK_FEATURES.length] */
  readonly features: Float32Array;
  /** [rows, stateSize] */
  readonly states: Float32Array;
}

export interface TrackOutputs {
  /** [rows, stateSize] */
  readonly states: Float32Array;
  /** [rows, harms] */
  readonly riskLogits: Float32Array;
}

/** A speaker's view of the last messages, for the transformer. */
export interface ConversationWindow {
  readonly actorId: string;
  readonly messages: readonly { readonly senderId: string; readonly text: string }[];
}

export interface WindowModel {
  /** [risk, share]: how many of all messages have a risk of at least so much, by the model's own measurement; risks rising. */
  readonly selection: readonly (readonly [risk: number, share: number])[];
  /** [windows, harms] log-odds. */
  readWindows(windows: readonly ConversationWindow[]): Promise<Float32Array>;
}
