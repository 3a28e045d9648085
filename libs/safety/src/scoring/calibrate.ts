import { type Harm, HARMS } from '../harm.ts';
import { type Calibration } from './scoring-model.ts';

/** Calibrated log-odds of one harm (Platt scaling). */
export function logOdds(calibration: Calibration, harm: number, logit: number): number {
  const { a, b } = calibration[HARMS[harm] as Harm];
  return a * logit + b;
}

export function probability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** Calibrated probabilities of `HARMS.length` logits that begin at `at`. */
export function probabilities(calibration: Calibration, logits: ArrayLike<number>, at = 0): number[] {
  return HARMS.map((_, harm) => probability(logOdds(calibration, harm, logits[at + harm] as number)));
}
