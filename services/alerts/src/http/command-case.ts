import { randomBytes } from 'node:crypto';
import { contentId } from '@vigie/contracts';
import { type Case, type CaseAction } from '@vigie/safety';
import { type ApiDeps } from './api-deps.ts';
import { type Principal } from './auth/principal.ts';
import { Problem } from './problem.ts';

export interface CommandRequest {
  readonly current: Case;
  readonly principal: Principal;
  readonly action: CaseAction;
  readonly idempotencyKey: string | undefined;
  /** 0: any. */
  readonly expectedVersion: number;
}

/**
 * Sends a command through its topic and waits for the answer of whoever owns the case; resolves when it has been
 * applied. The same Idempotency-Key gives the same command id, so a repeated request is answered, not done again.
 *
 * @throws Problem with the reason of the refusal, or `not-applied-in-time` when it is safe to ask again.
 */
export async function commandCase(api: ApiDeps, request: CommandRequest): Promise<void> {
  const { current, principal, action, idempotencyKey, expectedVersion } = request;
  const { caseId, tenantId, conversationId } = current;
  const commandId =
    idempotencyKey === undefined
      ? randomBytes(16).toString('hex')
      : contentId('command', tenantId, caseId, principal.userId, idempotencyKey);
  if (idempotencyKey !== undefined && !(await api.fingerprints.isSame(commandId, idempotencyKey, action))) {
    throw new Problem('idempotency-key-reused');
  }
  const answering = api.feed.answerTo(commandId, api.answerTimeoutMs);
  await api.sendCommand({
    ...{ commandId, tenantId, conversationId, caseId, issuedBy: principal.userId, issuedAt: api.clock() },
    ...{ roles: principal.roles, expectedVersion, action },
  });
  const answer = await answering;
  if (answer === null) throw new Problem('not-applied-in-time');
  if (answer.answer !== 'applied' && answer.answer !== 'unchanged') throw new Problem(answer.answer);
}
