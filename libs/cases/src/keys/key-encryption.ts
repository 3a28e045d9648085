import { OperatorError } from '@vigie/runtime';

/** This wrapped key cannot be opened here, however often one tries: another key wrapped it, or it is damaged. */
export class KeyUnusableError extends OperatorError {
  override readonly name = 'KeyUnusableError';
}

/**
 * Wraps data keys with a key-encryption key that Vigie need not see: a file here, a key management service elsewhere.
 * Errors mean that the service cannot be reached or refuses, and the caller retries; except `KeyUnusableError`.
 */
export interface KeyEncryption {
  /** Name of the key that wraps now; kept beside each wrapped key. */
  readonly kekId: string;
  wrap(dataKey: Buffer, caseId: string): Promise<Buffer>;
  /** @throws KeyUnusableError when `kekId` is not known here, or the wrapped key belongs to another case. */
  unwrap(wrapped: Uint8Array, caseId: string, kekId: string): Promise<Buffer>;
}
