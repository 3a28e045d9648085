import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { OperatorError } from '@vigie/runtime';
import { decrypt, encrypt } from './sealing.ts';
import { type KeyEncryption, KeyUnusableError } from './key-encryption.ts';

/** Key-encryption key in memory, 32 bytes: AES-256-GCM, bound to the case id. */
export class LocalKeyEncryption implements KeyEncryption {
  readonly kekId: string;
  readonly #kek: Buffer;

  constructor(kek: Buffer) {
    if (kek.length !== 32) throw new Error('A key-encryption key has 32 bytes');
    this.#kek = kek;
    this.kekId = `local-${createHash('sha256').update(kek).digest('hex').slice(0, 16)}`;
  }

  async wrap(dataKey: Buffer, caseId: string): Promise<Buffer> {
    return encrypt(this.#kek, Buffer.from(caseId), randomBytes(12), dataKey);
  }

  async unwrap(wrapped: Uint8Array, caseId: string, kekId: string): Promise<Buffer> {
    if (kekId !== this.kekId) {
      const which = `The data key of case ${caseId} is wrapped with ${kekId}, and this process has ${this.kekId}`;
      throw new KeyUnusableError(`${which}: VIGIE_KEK_FILE must name the file with which the case was sealed`);
    }
    try {
      return decrypt(this.#kek, Buffer.from(caseId), wrapped);
    } catch (cause) {
      throw new KeyUnusableError(`The data key of case ${caseId} is damaged: its texts cannot be read`, { cause });
    }
  }
}

/** Reads a file with the base64 of 32 bytes, such as `openssl rand -base64 32` writes. */
export async function readKeyEncryptionFile(path: string): Promise<KeyEncryption> {
  const kek = Buffer.from((await read(path)).trim(), 'base64');
  if (kek.length !== 32)
    throw new OperatorError(`${path} does not hold the base64 of 32 bytes (openssl rand -base64 32)`);
  return new LocalKeyEncryption(kek);
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new OperatorError(`${path} with the key-encryption key cannot be read`, { cause });
  }
}
