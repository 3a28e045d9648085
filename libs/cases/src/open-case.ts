import { type Case, type CaseEvent } from '@vigie/safety';
import { decodeWrappedKey, unwrapDataKey } from './keys/case-key.ts';
import { type DataKey } from './keys/sealing.ts';
import { type KeyEncryption, KeyUnusableError } from './keys/key-encryption.ts';
import { decodeCaseEvent, openCaseEvent } from './log/case-event-codec.ts';
import { type StoredCase } from './view/case-view.ts';

export interface OpenedCase {
  readonly case: Case;
  /** With texts; those whose key has been erased, or cannot be unwrapped here, are `null`. */
  readonly history: readonly CaseEvent[];
}

/** Evidence of one case in the clear, for people who may read it. */
export async function openCase(stored: StoredCase, encryption: KeyEncryption): Promise<OpenedCase> {
  const opened = await Promise.all(stored.keys.map((key) => openKey(encryption, key)));
  const keys = new Map(opened.flatMap((key) => (key === null ? [] : [[key.keyId, key] as const])));
  const history = stored.events.map((value) => {
    const sealed = decodeCaseEvent(value);
    return openCaseEvent(sealed, keys.get(sealed.keyId));
  });
  return { case: stored.case, history };
}

/** `null`: wrapped with a key-encryption key that this process lacks. The rest of the case can be read all the same. */
async function openKey(encryption: KeyEncryption, wrapped: Uint8Array): Promise<DataKey | null> {
  try {
    return await unwrapDataKey(encryption, decodeWrappedKey(wrapped));
  } catch (error) {
    if (error instanceof KeyUnusableError) return null;
    throw error;
  }
}
