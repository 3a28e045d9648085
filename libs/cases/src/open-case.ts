import { type Case, type CaseEvent } from '@vigie/safety';
import { decodeWrappedKey, unwrapDataKey } from './keys/case-key.ts';
import { type KeyEncryption } from './keys/key-encryption.ts';
import { decodeCaseEvent, openCaseEvent } from './log/case-event-codec.ts';
import { type StoredCase } from './view/case-view.ts';

export interface OpenedCase {
  readonly case: Case;
  /** With texts; those whose key has been erased are `null`. */
  readonly history: readonly CaseEvent[];
}

/** Evidence of one case in the clear, for people who may read it. */
export async function openCase(stored: StoredCase, encryption: KeyEncryption): Promise<OpenedCase> {
  const opened = await Promise.all(stored.keys.map((key) => unwrapDataKey(encryption, decodeWrappedKey(key))));
  const keys = new Map(opened.map((key) => [key.keyId, key]));
  const history = stored.events.map((value) => {
    const sealed = decodeCaseEvent(value);
    return openCaseEvent(sealed, keys.get(sealed.keyId));
  });
  return { case: stored.case, history };
}
