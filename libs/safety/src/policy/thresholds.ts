import { SURFACES, type Surface } from '@vigie/contracts';
import { type Harm, HARMS } from '../harm.ts';
import { type ModelInfo } from '../scoring/scoring-model.ts';
import { type Policy } from './policy.ts';

/** Probability from which a track is flagged, per surface, in the order of HARMS. */
export type Thresholds = Readonly<Record<Surface, readonly number[]>>;

/** Turns alert budgets into thresholds with the table that the model was shipped with (docs/model-bundle.md, section 6). */
export function thresholdsOf(policy: Policy, budget: ModelInfo['budget']): Thresholds {
  const of = (surface: Surface) => HARMS.map((harm) => thresholdFor(budget[harm], budgetOf(policy, harm, surface)));
  return Object.fromEntries(SURFACES.map((surface) => [surface, of(surface)])) as unknown as Thresholds;
}

function budgetOf(policy: Policy, harm: Harm, surface: Surface): number {
  return policy.alertBudget[harm].surfaces[surface] ?? policy.alertBudget[harm].default;
}

/** The lowest threshold whose cost is within the budget; the highest one when none is. */
export function thresholdFor(table: readonly (readonly [number, number])[], alertsPer100k: number): number {
  const within = table.find(([, cost]) => cost <= alertsPer100k);
  return (within ?? table.at(-1) ?? [1])[0];
}
