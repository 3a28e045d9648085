import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';

/** The key under which the texts of one case are sealed. A case has one, or several after a crash or an erasure. */
export interface DataKey {
  readonly keyId: string;
  /** 32 bytes. */
  readonly bytes: Buffer;
}

const NONCE = 12;
const TAG = 16;

/**
 * AES-256-GCM: 12 bytes nonce, ciphertext, 16 bytes tag; bound to its place in the case (additional data). The nonce
 * is derived from key, place and content, so the same event gives the same bytes, and no nonce serves two contents.
 */
export function seal(key: DataKey, caseId: string, sequence: number, plain: Uint8Array): Buffer {
  const place = placeOf(caseId, sequence);
  const digest = createHash('sha256').update(plain).digest();
  const nonce = createHmac('sha256', key.bytes).update(place).update(digest).digest().subarray(0, NONCE);
  return encrypt(key.bytes, place, nonce, plain);
}

/** @throws when the bytes were sealed with another key, for another place, or changed since. */
export function unseal(key: DataKey, caseId: string, sequence: number, sealed: Uint8Array): Buffer {
  try {
    return decrypt(key.bytes, placeOf(caseId, sequence), sealed);
  } catch (cause) {
    throw new Error(`Event ${sequence} of case ${caseId} does not open with key ${key.keyId}`, { cause });
  }
}

export function decrypt(key: Uint8Array, additional: Buffer, sealed: Uint8Array): Buffer {
  const end = sealed.length - TAG;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(additional).setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, end)), decipher.final()]);
}

export function encrypt(key: Uint8Array, additional: Buffer, nonce: Buffer, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(additional);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function placeOf(caseId: string, sequence: number): Buffer {
  return Buffer.from(`${caseId}|${sequence}|`);
}
