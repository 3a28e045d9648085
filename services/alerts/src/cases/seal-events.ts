import {
  type DataKey,
  decodeWrappedKey,
  encodeCaseEvent,
  encodeWrappedKey,
  hasText,
  type KeyEncryption,
  keyInUse,
  type KeyUnusableError,
  type KeyUpdate,
  makeDataKey,
  type WrappedKey,
} from '@vigie/cases';
import { type CaseEvent } from '@vigie/safety';

export interface SealedEvents {
  readonly events: readonly { readonly event: CaseEvent; readonly value: Uint8Array }[];
  /** To be appended, acknowledged, before the events. */
  readonly newKeys: readonly WrappedKey[];
  readonly keyUpdates: readonly KeyUpdate[];
  /** Of keys that this process cannot unwrap: their cases go on under another key. */
  readonly unusableKeys: readonly KeyUnusableError[];
}

/** Encodes the events, their texts sealed with the key of their case; a case without one that opens gets a new one. */
export async function sealEvents(
  events: readonly CaseEvent[],
  stored: ReadonlyMap<string, readonly Uint8Array[]>,
  encryption: KeyEncryption,
): Promise<SealedEvents> {
  const newKeys: WrappedKey[] = [];
  const unusableKeys: KeyUnusableError[] = [];
  const keys = new Map<string, DataKey>();
  for (const { caseId, tenantId } of events.filter(hasText)) {
    if (keys.has(caseId)) continue;
    const wrapped = (stored.get(caseId) ?? []).map(decodeWrappedKey);
    const known = await keyInUse(encryption, wrapped, (error) => unusableKeys.push(error));
    if (known !== undefined) keys.set(caseId, known);
    else {
      const { key, wrapped } = await makeDataKey(encryption, { caseId, tenantId });
      keys.set(caseId, key);
      newKeys.push(wrapped);
    }
  }
  return {
    events: events.map((event) => ({ event, value: encodeCaseEvent(event, keys.get(event.caseId) ?? null) })),
    newKeys,
    unusableKeys,
    keyUpdates: newKeys.map((key) => ({ caseId: key.caseId, keyId: key.keyId, value: encodeWrappedKey(key) })),
  };
}
