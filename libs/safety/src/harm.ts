import { SEVERITIES, type Severity } from '@vigie/contracts';

export { type Harm, HARMS, isHarm, SEVERITIES, type Severity } from '@vigie/contracts';

export function isWorse(severity: Severity, than: Severity): boolean {
  return SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(than);
}
