import { type Flag } from '@vigie/contracts';
import { type Conversation } from '../conversation/conversation.ts';
import { settle } from '../conversation/recall.ts';
import { type Policy } from '../policy/policy.ts';
import { type Thresholds } from '../policy/thresholds.ts';
import { consultWindows } from './consult-windows.ts';
import { judge } from './judge.ts';
import { readMessages } from './read-messages.ts';
import { type ScoringModel } from './scoring-model.ts';
import { type Arrival, stepTracks } from './step-tracks.ts';

export interface Assessment<A extends Arrival = Arrival> {
  readonly arrival: A;
  /** Null when the event had been applied before: it changes nothing. */
  readonly result: {
    /** Calibrated probabilities in the order of HARMS: of the message alone, and of the speaker's track after it. */
    readonly message: readonly number[];
    readonly risk: readonly number[];
    readonly stage: 'gate' | 'transformer';
    readonly flags: readonly Flag[];
  } | null;
}

/** Called after each stage, for the histogram of where the time goes. */
export type StageDone = (stage: 'gate' | 'track' | 'transformer' | 'policy') => void;

/**
 * The heart of Vigie: what a batch of events does to its conversations, and which flags come of it. The same events in
 * the same order give the same bits, however they are cut into batches (G4), and no clock is read (G5).
 *
 * @param arrivals in order per conversation
 * @param conversationOf the state before; it is changed in place. When this throws, throw those states away.
 */
export async function assess<A extends Arrival>(
  arrivals: readonly A[],
  conversationOf: (arrival: A) => Conversation,
  by: { readonly model: ScoringModel; readonly policy: Policy; readonly thresholds: Thresholds },
  stageDone: StageDone = () => {},
): Promise<Assessment<A>[]> {
  const { model, policy, thresholds } = by;
  const readings = await readMessages(
    arrivals.map(({ event }) => event.text),
    model,
  );
  stageDone('gate');
  const steps = await stepTracks(arrivals, readings, conversationOf, model);
  stageDone('track');
  const moved = steps.filter((step) => step !== null);
  const consulted = await consultWindows(moved, model, policy.transformerShare);
  stageDone('transformer');
  const assessments = steps.map((step, i): Assessment<A> => {
    const arrival = arrivals[i]!;
    if (step === null) return { arrival, result: null };
    const { risk, flags } = judge(step, model.info, policy, thresholds);
    const stage = consulted.has(step) ? 'transformer' : 'gate';
    return { arrival, result: { message: step.reading.probabilities, risk, stage, flags } };
  });
  for (const conversation of new Set(moved.map((step) => step.conversation))) {
    settle(conversation);
  }
  stageDone('policy');
  return assessments;
}
