import { loadScoringModel, type OnnxScoringModel } from '@vigie/inference';
import { loadYamlFile } from '@vigie/runtime';
import { parsePolicy, type Policy, type Thresholds, thresholdsOf } from '@vigie/safety';

/** Model, policy and the thresholds that follow from both. */
export interface Judges {
  readonly model: OnnxScoringModel;
  readonly policy: Policy;
  readonly thresholds: Thresholds;
}

/** @throws with the file, the line and the reason when the bundle or the policy does not hold */
export async function judgesFrom(modelDir: string, policyFile: string): Promise<Judges> {
  const { value: policy } = await loadYamlFile(policyFile, parsePolicy);
  const model = await loadScoringModel(modelDir);
  return { model, policy, thresholds: thresholdsOf(policy, model.info.budget) };
}
