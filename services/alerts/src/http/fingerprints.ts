import { contentId } from '@vigie/contracts';
import { type Redis } from 'ioredis';

const KEPT_SECONDS = 24 * 60 * 60;

/**
 * Tells whether a command came before with another body or version, under the same Idempotency-Key. The fingerprint holds the key
 * itself, which is kept nowhere, so that nobody can find out a comment by trying. Best effort: forgotten after a day.
 */
export class Fingerprints {
  readonly #redis: Redis;
  readonly #prefix: string;

  constructor(redis: Redis, prefix: string) {
    this.#redis = redis;
    this.#prefix = prefix;
  }

  async isSame(commandId: string, idempotencyKey: string, asked: object): Promise<boolean> {
    const fingerprint = contentId('body', idempotencyKey, JSON.stringify(asked));
    const key = `${this.#prefix}fingerprint:${commandId}`;
    const [, results] = await Promise.all([
      this.#redis.set(key, fingerprint, 'EX', KEPT_SECONDS, 'NX'),
      this.#redis.get(key),
    ]);
    return results === null || results === fingerprint;
  }
}
