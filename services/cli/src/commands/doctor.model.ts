import { loadScoringModel } from '@vigie/inference';
import { loadYamlFile } from '@vigie/runtime';
import { parsePolicy, parsePolicyFor } from '@vigie/safety';
import { type Finding, orWrong, well } from '../finding.ts';

interface Files {
  readonly model: string;
  readonly policy: string;
}

/** The bundle, and the policy held against it; without a bundle, the policy by itself. */
export async function modelFindings({ model, policy }: Files): Promise<readonly Finding[]> {
  let validate = parsePolicy;
  const bundle = await orWrong(`model bundle ${model}: `, async () => {
    const loaded = await loadScoringModel(model);
    const { info } = loaded;
    await loaded.dispose();
    validate = (value) => parsePolicyFor(value, info.cues);
    return [well(`model bundle ${model} (${info.id}): hashes and golden scores hold`)];
  });
  const rules = await orWrong('policy ', async () => {
    const { value } = await loadYamlFile(policy, validate);
    return [well(`policy ${policy} (${value.version}) holds`)];
  });
  return [...bundle, ...rules];
}
