import { Problem } from './problem.ts';

/**
 * The version that `If-Match` asks for, 0 for any: the case exists, or there would be no question. A weak tag matches
 * nothing (RFC 9110, 13.1.1): no answer of ours has one.
 *
 * @throws Problem `version-mismatch`
 */
export function versionOf(ifMatch: string | undefined): number {
  if (ifMatch === undefined || ifMatch === '*') return 0;
  if (ifMatch.startsWith('W/')) throw new Problem('version-mismatch');
  return Number(ifMatch.slice(1, -1));
}
