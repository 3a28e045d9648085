import { type Surroundings } from '../surroundings.ts';
import { kafkaFindings } from './doctor.kafka.ts';
import { modelFindings } from './doctor.model.ts';
import { redisFindings } from './doctor.redis.ts';

/** `vigie doctor`: looks at everything that Vigie needs, one finding a line. Resolves to whether all is well. */
export async function doctor(
  here: Surroundings,
  options: { readonly model: string; readonly policy: string },
): Promise<boolean> {
  const findings = [...(await kafkaFindings(here)), ...(await redisFindings(here)), ...(await modelFindings(options))];
  for (const { ok, text } of findings) console.log(`${ok ? '✓' : '✗'} ${text}`);
  return findings.every(({ ok }) => ok);
}
