import { type Bundle } from './bundle.ts';
import { BundleError } from './bundle-error.ts';
import { StrictJson } from './strict-json.ts';

/** A line of golden.jsonl (docs/model-bundle.md, section 8): an input with its expected results. `line` counts from 1. */
export type Golden = GoldenMessage | GoldenConversation;

export interface GoldenMessage {
  readonly kind: 'message';
  readonly line: number;
  readonly text: string;
  readonly normalised: string;
  readonly ids: readonly number[];
  /** Calibrated probabilities in the order of HARMS. */
  readonly message: readonly number[];
  /** Probabilities in the order of `manifest.cues`. */
  readonly cues: readonly number[];
}

export interface GoldenConversation {
  readonly kind: 'conversation';
  readonly line: number;
  readonly surface: string;
  readonly participants: readonly { readonly id: string; readonly ageBand: string }[];
  readonly messages: readonly {
    readonly s: string;
    readonly t: string;
    /** Seconds since the message before. */
    readonly dt: number;
    readonly message: readonly number[];
    readonly risk: readonly number[];
  }[];
}

export const GOLDEN_FILE = 'golden.jsonl';

/** @throws BundleError `bundle-invalid` */
export function readGolden(bundle: Bundle): Golden[] {
  const lines = new TextDecoder().decode(bundle.bytes(GOLDEN_FILE)).split('\n');
  const golden = lines.flatMap((text, i) => (text === '' ? [] : [readLine(text, i + 1)]));
  for (const kind of ['message', 'conversation'] as const) {
    if (golden.some((line) => line.kind === kind)) continue;
    throw new BundleError('bundle-invalid', `${GOLDEN_FILE} has no line of the kind "${kind}".`);
  }
  return golden;
}

function readLine(text: string, line: number): Golden {
  const json = StrictJson.parse(text, `${GOLDEN_FILE}:${line}`);
  const kind = json
    .entries()
    .find(([key]) => key === 'kind')?.[1]
    .text();
  return kind === 'conversation' ? readConversation(json, line) : readMessage(json, line);
}

function readMessage(json: StrictJson, line: number): GoldenMessage {
  const fields = json.fields(['kind', 'text', 'normalised', 'ids', 'message', 'cues']);
  return {
    kind: fields.kind.exactly('message'),
    line,
    text: fields.text.text(),
    normalised: fields.normalised.text(),
    ids: fields.ids.list((id) => id.count()),
    message: numbers(fields.message),
    cues: numbers(fields.cues),
  };
}

function readConversation(json: StrictJson, line: number): GoldenConversation {
  const fields = json.fields(['kind', 'surface', 'participants', 'messages']);
  return {
    kind: 'conversation',
    line,
    surface: fields.surface.text(),
    participants: fields.participants.list((participant) => {
      const { id, ageBand } = participant.fields(['id', 'ageBand']);
      return { id: id.text(), ageBand: ageBand.text() };
    }),
    messages: fields.messages.list((message) => {
      const { s, t, dt, message: alone, risk } = message.fields(['s', 't', 'dt', 'message', 'risk']);
      return { s: s.text(), t: t.text(), dt: dt.number(), message: numbers(alone), risk: numbers(risk) };
    }),
  };
}

function numbers(json: StrictJson): number[] {
  return json.list((item) => item.number());
}
