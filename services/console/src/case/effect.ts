import { type MessageKey } from '../i18n/en/index.ts';

/** Borders in log-odds: 1.5 multiplies the odds by 4.5, 0.5 by 1.6, 0.1 by 1.1. */
const strong = 1.5;
const clear = 0.5;
const noticeable = 0.1;

export type Direction = 'up' | 'down' | 'none';

export interface Effect {
  direction: Direction;
  /** 0 to 3, for the marks beside the words. */
  strength: 0 | 1 | 2 | 3;
  key: MessageKey;
}

/** What a message did to its author's risk, as a person would say it. `contribution` is a change of log-odds. */
export function effectOf(contribution: number): Effect {
  const size = Math.abs(contribution);
  if (!(size >= noticeable)) return { direction: 'none', strength: 0, key: 'effect.none' };
  const [direction, verb] = contribution > 0 ? (['up', 'raised'] as const) : (['down', 'lowered'] as const);
  if (size >= strong) return { direction, strength: 3, key: `effect.${verb}.strongly` };
  if (size >= clear) return { direction, strength: 2, key: `effect.${verb}` };
  return { direction, strength: 1, key: `effect.${verb}.slightly` };
}

/** A probability as a number out of 100; never 100 unless it is certain, never 0 unless it is impossible. */
export const outOf100 = (probability: number): number => {
  if (probability <= 0 || probability >= 1) return Math.round(probability * 100);
  return Math.min(99, Math.max(1, Math.round(probability * 100)));
};
