import { createHash } from 'node:crypto';

/**
 * An id derived from content: the same parts give the same 32 hex digits, in another process, tomorrow, after a crash.
 * Parts are length-prefixed, so that ("ab","c") and ("a","bc") differ.
 */
export function contentId(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 32);
}

export function flagId(flag: {
  tenantId: string;
  conversationId: string;
  actorId: string;
  harm: string;
  eventId: string;
}): string {
  return contentId('flag', flag.tenantId, flag.conversationId, flag.actorId, flag.harm, flag.eventId);
}

/** A case is tenant + conversation + actor + harm. */
export function caseId(of: { tenantId: string; conversationId: string; actorId: string; harm: string }): string {
  return contentId('case', of.tenantId, of.conversationId, of.actorId, of.harm);
}
