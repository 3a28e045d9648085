import { HARMS } from '../harm.ts';
import { probabilities } from './calibrate.ts';
import { type ScoringModel } from './scoring-model.ts';
import { type Step } from './step-tracks.ts';

/**
 * The transformer reads the windows of the few messages whose risk is high enough, and its log-odds replace the track's.
 * Who is read follows from the message's own risk and a threshold alone, never from how many others are in the batch (G4);
 * the threshold is the one whose share of messages, by the table that the model was shipped with, is within the policy's.
 * A bundle without a transformer leaves every judgement to the track.
 *
 * @returns the steps that were read
 */
export async function consultWindows(
  steps: readonly Step[],
  model: ScoringModel,
  transformerShare: number,
): Promise<ReadonlySet<Step>> {
  const { windows } = model;
  if (windows === null) return new Set();
  const from = windows.selection.find(([, share]) => share <= transformerShare)?.[0] ?? 1;
  const chosen = steps.filter(
    (step) => Math.max(...probabilities(model.info.calibration.risk, step.riskAfter)) >= from,
  );
  if (chosen.length === 0) return new Set();
  const logits = await windows.readWindows(
    chosen.map(({ arrival, conversation, windowFrom, windowEnd }) => ({
      actorId: arrival.event.senderId,
      messages: conversation.window.slice(windowFrom, windowEnd),
    })),
  );
  chosen.forEach((step, k) => {
    step.riskAfter = HARMS.map((_, harm) => logits[k * HARMS.length + harm]!);
  });
  return new Set(chosen);
}
