import { loadScoringModel, type OnnxScoringModel } from '@vigie/inference';
import { loadYamlFile } from '@vigie/runtime';
import { parsePolicyFor, type Policy, type Thresholds, thresholdsOf } from '@vigie/safety';

/** Model, policy and the thresholds that follow from both. */
export interface Judges {
  readonly model: OnnxScoringModel;
  readonly policy: Policy;
  readonly thresholds: Thresholds;
}

/** @throws with the file, the line and the reason when the bundle or the policy does not hold, as in the scorer */
export async function judgesFrom(modelDir: string, policyFile: string): Promise<Judges> {
  const model = await loadScoringModel(modelDir);
  try {
    const { value: policy } = await loadYamlFile(policyFile, (value) => parsePolicyFor(value, model.info.cues));
    return { model, policy, thresholds: thresholdsOf(policy, model.info.budget) };
  } catch (error) {
    await model.dispose();
    throw error;
  }
}
