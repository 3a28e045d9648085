import { HARMS } from '../harm.ts';
import { textViews } from '../text/views.ts';
import { probabilities } from './calibrate.ts';
import { type ScoringModel } from './scoring-model.ts';

/** What the message stage reads of one text. */
export interface MessageReading {
  readonly tokens: number;
  /** Disguises undone. */
  readonly edits: number;
  readonly vector: Float32Array;
  /** Calibrated, of this message alone, in the order of HARMS. */
  readonly probabilities: readonly number[];
  /** Cues over their threshold, counter-cues included. */
  readonly cues: readonly string[];
}

/**
 * Views, tokens and message stage for all texts of a batch. Where a disguise was undone, both views are read and the
 * worse one counts.
 */
export async function readMessages(texts: readonly string[], model: ScoringModel): Promise<MessageReading[]> {
  const views = texts.map(textViews);
  const undisguised = views.flatMap((view, i) => (view.undisguised === null ? [] : [{ i, text: view.undisguised }]));
  const readings = await model.readTexts([...views.map((view) => view.plain), ...undisguised.map(({ text }) => text)]);

  const rows = Int32Array.from(views.keys());
  undisguised.forEach(({ i }, k) => {
    const row = texts.length + k;
    if (worst(row) > worst(i)) rows[i] = row;
  });
  return views.map((view, i) => reading(rows[i]!, view.edits));

  function worst(row: number): number {
    return Math.max(...probabilities(model.info.calibration.message, readings.harmLogits, row * HARMS.length));
  }

  function reading(row: number, edits: number): MessageReading {
    const { cues, vectorSize, calibration } = model.info;
    return {
      tokens: readings.tokens[row]!,
      edits,
      vector: readings.vectors.slice(row * vectorSize, (row + 1) * vectorSize),
      probabilities: probabilities(calibration.message, readings.harmLogits, row * HARMS.length),
      cues: cues.flatMap(({ name, threshold }, k) =>
        readings.cueLogits[row * cues.length + k]! >= logit(threshold) ? [name] : [],
      ),
    };
  }
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}
