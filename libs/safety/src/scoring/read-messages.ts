import { HARMS } from '../harm.ts';
import { textViews } from '../text/views.ts';
import { probabilities } from './calibrate.ts';
import { type ScoringModel } from './scoring-model.ts';

/** What the message stage reads of one text. */
export interface MessageReading {
  readonly tokens: number;
  /** Disguises undone. */
  readonly edits: number;
  /** The message's vector begins at `row × vectorSize` of `MessageReadings.vectors`. */
  readonly row: number;
  /** Calibrated, of this message alone, in the order of HARMS. */
  readonly probabilities: readonly number[];
  /** Cues over their threshold, counter-cues included. */
  readonly cues: readonly string[];
}

export interface MessageReadings {
  /** In the order of the texts. */
  readonly messages: readonly MessageReading[];
  readonly vectors: Float32Array;
}

/**
 * Views, tokens and message stage for all texts of a batch. Where a disguise was undone, both views are read and the
 * worse one counts.
 */
export async function readMessages(texts: readonly string[], model: ScoringModel): Promise<MessageReadings> {
  const { cues, calibration } = model.info;
  const cueLogits = cues.map(({ threshold }) => Math.log(threshold / (1 - threshold)));
  const views = texts.map(textViews);
  const undisguised = views.flatMap((view, i) => (view.undisguised === null ? [] : [{ i, text: view.undisguised }]));
  const readings = await model.readTexts([...views.map((view) => view.plain), ...undisguised.map(({ text }) => text)]);

  const rows = Int32Array.from(views.keys());
  undisguised.forEach(({ i }, k) => {
    const row = texts.length + k;
    if (worst(row) > worst(i)) rows[i] = row;
  });
  return { messages: views.map(({ edits }, i) => reading(rows[i]!, edits)), vectors: readings.vectors };

  function worst(row: number): number {
    return Math.max(...probabilities(calibration.message, readings.harmLogits, row * HARMS.length));
  }

  function reading(row: number, edits: number): MessageReading {
    return {
      tokens: readings.tokens[row]!,
      edits,
      row,
      probabilities: probabilities(calibration.message, readings.harmLogits, row * HARMS.length),
      cues: cuesSeen(row * cues.length),
    };
  }

  function cuesSeen(at: number): readonly string[] {
    let seen: string[] | undefined;
    for (let k = 0; k < cues.length; k += 1) {
      if (readings.cueLogits[at + k]! >= cueLogits[k]!) (seen ??= []).push(cues[k]!.name);
    }
    return seen ?? NO_CUES;
  }
}

const NO_CUES: readonly string[] = [];
