/**
 * Wraps data keys with a key-encryption key that Vigie need not see: a file here, a key management service elsewhere.
 * Errors mean that the service cannot be reached or refuses; the caller retries.
 */
export interface KeyEncryption {
  /** Name of the key that wraps now; kept beside each wrapped key. */
  readonly kekId: string;
  wrap(dataKey: Buffer, caseId: string): Promise<Buffer>;
  /** @throws when `kekId` is not known here, or the wrapped key belongs to another case. */
  unwrap(wrapped: Uint8Array, caseId: string, kekId: string): Promise<Buffer>;
}
