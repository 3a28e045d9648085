/**
 * Data keys of cases, as they lie in `safety.case-keys` and, still wrapped, in the view. A key is produced and
 * acknowledged before the first event that uses it; whoever finds a key there uses it.
 */
import { randomBytes } from 'node:crypto';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { contentId, pb } from '@vigie/contracts';
import { OperatorError } from '@vigie/runtime';
import { type DataKey } from './sealing.ts';
import { type KeyEncryption, KeyUnusableError } from './key-encryption.ts';

export interface WrappedKey {
  readonly caseId: string;
  readonly keyId: string;
  readonly tenantId: string;
  readonly wrapped: Uint8Array;
  readonly kekId: string;
}

export async function makeDataKey(
  encryption: KeyEncryption,
  of: { caseId: string; tenantId: string },
): Promise<{ key: DataKey; wrapped: WrappedKey }> {
  const bytes = randomBytes(32);
  const wrapped = await encryption.wrap(bytes, of.caseId);
  const keyId = contentId('data-key', of.caseId, wrapped.toString('base64')).slice(0, 16);
  const { caseId, tenantId } = of;
  return { key: { keyId, bytes }, wrapped: { caseId, keyId, tenantId, wrapped, kekId: encryption.kekId } };
}

export async function unwrapDataKey(encryption: KeyEncryption, key: WrappedKey): Promise<DataKey> {
  return { keyId: key.keyId, bytes: await encryption.unwrap(key.wrapped, key.caseId, key.kekId) };
}

/**
 * Of several keys of a case all open what they sealed; new texts are sealed with one that everybody agrees on: the first
 * that can be unwrapped. `undefined`: there is none, and the case needs a new one. `onUnusable`: told of those passed by.
 */
export async function keyInUse(
  encryption: KeyEncryption,
  keys: readonly WrappedKey[],
  onUnusable: (error: KeyUnusableError) => void = () => undefined,
): Promise<DataKey | undefined> {
  for (const key of [...keys].sort((a, b) => (a.keyId < b.keyId ? -1 : 1))) {
    try {
      return await unwrapDataKey(encryption, key);
    } catch (error) {
      if (!(error instanceof KeyUnusableError)) throw error;
      onUnusable(error);
    }
  }
  return undefined;
}

export function encodeWrappedKey({ wrapped, ...key }: WrappedKey): Uint8Array {
  return toBinary(pb.CaseKeySchema, create(pb.CaseKeySchema, { ...key, wrappedKey: wrapped }));
}

/** @throws for bytes that Vigie did not write. */
export function decodeWrappedKey(value: Uint8Array): WrappedKey {
  const { caseId, keyId, tenantId, wrappedKey, kekId } = fromBinary(pb.CaseKeySchema, value);
  return { caseId, keyId, tenantId, wrapped: wrappedKey, kekId };
}

/** Key of the record in the topic; a tombstone under it erases. */
export function keyRecordKey(key: { caseId: string; keyId: string }): string {
  return `${key.caseId}:${key.keyId}`;
}

export function parseKeyRecordKey(key: Buffer | null): { caseId: string; keyId: string } {
  const [caseId, keyId] = (key?.toString() ?? '').split(':');
  if (!caseId || !keyId) {
    throw new OperatorError('safety.case-keys holds a record that Vigie did not write: who else may write to it?');
  }
  return { caseId, keyId };
}
