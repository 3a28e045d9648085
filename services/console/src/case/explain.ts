import { type CaseDetail } from '../api/types.ts';
import { type Problem } from '../api/problem.ts';
import { type MessageKey } from '../i18n/en/index.ts';
import { type Words } from '../i18n/words.ts';

/** Codes of the service's problems that have words of their own; the others are explained by their status. */
const byCode: Record<string, MessageKey> = {
  'already-claimed': 'problem.already-claimed',
  'already-decided': 'problem.already-decided',
  'not-claimed': 'problem.not-claimed',
  'not-applied-in-time': 'problem.not-applied',
  'not-owner': 'problem.not-owner',
  'view-incomplete': 'problem.view-incomplete',
};

const byStatus: Record<number, MessageKey> = {
  0: 'problem.unreachable',
  400: 'problem.invalid',
  403: 'problem.forbidden',
  404: 'problem.not-found',
  409: 'problem.conflict',
  412: 'problem.changed',
  422: 'problem.invalid',
  503: 'problem.unavailable',
};

/** What happened and what to do, for a person; `fresh` is the case as it is now. */
export function explain(words: Words, problem: Problem, fresh?: Pick<CaseDetail, 'owner' | 'state'>): string {
  const isDecided = problem.code === 'version-mismatch' && fresh?.state === 'DECIDED';
  const code = isDecided ? 'already-decided' : problem.code;
  const key = byCode[code] ?? byStatus[problem.status] ?? 'problem.unknown';
  const detail = problem.errors.map(({ field, message }) => `${field}: ${message}`).join('; ') || problem.message;
  return words.say(key, { status: problem.status, owner: fresh?.owner ?? '–', detail });
}
