import { loadScoringModel, type OnnxScoringModel } from '@vigie/inference';
import { OperatorError, processEvents, scorerEvents, type Telemetry, watchYamlFile } from '@vigie/runtime';
import { parsePolicyFor, type Policy, type Thresholds, thresholdsOf } from '@vigie/safety';

/** Model and policy that judge from now on, and the thresholds that follow from both. */
export interface InForce {
  readonly model: OnnxScoringModel;
  readonly policy: Policy;
  readonly thresholds: Thresholds;
}

/**
 * Loads the bundle (refused when a hash or a golden score does not hold) and the policy, and follows the policy file: a
 * good one is in force from the next batch on, a bad one is refused with line and reason and the old one stays.
 */
export async function loadInForce(
  paths: { readonly modelDir: string; readonly policyFile: string },
  telemetry: Telemetry,
): Promise<{ readonly current: () => InForce; readonly close: () => Promise<void> }> {
  const model = await loadModel(paths.modelDir, telemetry);
  const watched = await watchYamlFile(paths.policyFile, (value) => parsePolicyFor(value, model.info.cues), {
    onLoaded: ({ value, version }) => {
      current = judge(value);
      announce(value, version);
    },
    onRefused: (error) =>
      telemetry.emit(processEvents.fileRefused, { file: error.file, version: error.version, error }),
  });
  const judge = (policy: Policy): InForce => ({ model, policy, thresholds: thresholdsOf(policy, model.info.budget) });
  const announce = (policy: Policy, version: string) => {
    telemetry.emit(processEvents.fileLoaded, { file: paths.policyFile, version });
    telemetry.emit(scorerEvents.policyLoaded, { version: policy.version });
  };
  let current = judge(watched.current.value);
  announce(watched.current.value, watched.current.version);
  return {
    current: () => current,
    close: async () => {
      watched.close();
      await model.dispose();
    },
  };
}

async function loadModel(directory: string, telemetry: Telemetry): Promise<OnnxScoringModel> {
  const began = performance.now();
  try {
    const model = await loadScoringModel(directory);
    const seconds = (performance.now() - began) / 1000;
    telemetry.emit(scorerEvents.bundleLoaded, { role: 'active', model: model.info.id, seconds });
    return model;
  } catch (error) {
    telemetry.emit(scorerEvents.bundleRefused, { role: 'active', model: directory, error });
    throw new OperatorError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
