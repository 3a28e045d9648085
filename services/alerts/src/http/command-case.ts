import { randomBytes } from 'node:crypto';
import { contentId } from '@vigie/contracts';
import { type Case, type CaseAction } from '@vigie/safety';
import { type ApiDeps } from './api-deps.ts';
import { type Principal } from './auth/principal.ts';
import { type Places } from './places.ts';
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
 * A command that Kafka has not taken in time can still be done later; it keeps its place until Kafka has said yes or no.
 *
 * @throws Problem with the reason of the refusal, `not-applied-in-time` when it is safe to ask again (with the same key),
 *   or `unavailable` when too many wait.
 */
export async function commandCase(api: ApiDeps, places: Places, request: CommandRequest): Promise<void> {
  const { current, principal, action, idempotencyKey, expectedVersion } = request;
  const { caseId, tenantId, conversationId } = current;
  const commandId =
    idempotencyKey === undefined
      ? randomBytes(16).toString('hex')
      : contentId('command', tenantId, caseId, principal.userId, idempotencyKey);
  const asked = { action, expectedVersion };
  if (idempotencyKey !== undefined && !(await api.fingerprints.isSame(commandId, idempotencyKey, asked))) {
    throw new Problem('idempotency-key-reused');
  }
  const leave = places.take();
  const answering = api.feed.answerTo(commandId, api.answerTimeoutMs);
  const sending = api.sendCommand({
    ...{ commandId, tenantId, conversationId, caseId, issuedBy: principal.userId, issuedAt: api.clock() },
    ...{ roles: principal.roles, expectedVersion, action },
  });
  void Promise.allSettled([sending, answering]).then(leave);
  const answer = await Promise.race([answering, sending.then(() => answering)]);
  if (answer === null) {
    sending.catch(api.onFault); // Nobody waits for it any more.
    throw new Problem('not-applied-in-time');
  }
  if (answer.answer !== 'applied' && answer.answer !== 'unchanged') throw new Problem(answer.answer);
}
