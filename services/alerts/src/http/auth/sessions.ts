import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Redis } from 'ioredis';
import { DEV_USER, sha256, type TokenBook } from './tokens.ts';
import { type Principal } from './principal.ts';

export const SESSION_COOKIE = 'vigie_session';
const SESSION_SECONDS = 12 * 60 * 60;
const BY_CODE = 'code';

export interface SessionOptions {
  readonly prefix: string;
  /** Opens one session, once. */
  readonly loginCode?: string;
}

/**
 * Browser sessions: the page trades a token, or the one-time code of `npm start`, for a cookie. Redis keeps the hash of
 * the cookie and by which token it was opened, so that a session ends with its token. Lost with Redis: sign in again.
 */
export class Sessions {
  readonly #redis: Redis;
  readonly #tokens: TokenBook;
  readonly #options: SessionOptions;

  constructor(redis: Redis, tokens: TokenBook, options: SessionOptions) {
    this.#redis = redis;
    this.#tokens = tokens;
    this.#options = options;
  }

  /** @returns the cookie's value, or undefined when the code is wrong or used. */
  async open(code: string): Promise<string | undefined> {
    const by = (await this.#useCode(code)) ? BY_CODE : this.#tokens.find(code)?.tokenHash;
    if (by === undefined) return undefined;
    const value = randomBytes(32).toString('base64url');
    await this.#redis.set(this.#key(value), by, 'EX', SESSION_SECONDS);
    return value;
  }

  async find(value: string): Promise<Principal | undefined> {
    const by = await this.#redis.get(this.#key(value));
    if (by === null) return undefined;
    if (by === BY_CODE) return this.#options.loginCode === undefined ? undefined : DEV_USER;
    return this.#tokens.findByHash(by)?.principal;
  }

  async close(value: string): Promise<void> {
    await this.#redis.del(this.#key(value));
  }

  async #useCode(code: string): Promise<boolean> {
    const { loginCode, prefix } = this.#options;
    if (loginCode === undefined || !timingSafeEqual(sha256(code), sha256(loginCode))) return false;
    const used = `${prefix}login-used:${sha256(loginCode).toString('hex')}`;
    return (await this.#redis.set(used, '1', 'EX', 7 * 24 * 60 * 60, 'NX')) === 'OK';
  }

  #key(value: string): string {
    return `${this.#options.prefix}session:${sha256(value).toString('hex')}`;
  }
}

export function sessionCookie(value: string, { secure }: { secure: boolean }): string {
  const lifetime = value === '' ? 0 : SESSION_SECONDS;
  return `${SESSION_COOKIE}=${value}; Path=/; Max-Age=${lifetime}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

export function sessionOf(cookies: string | undefined): string | undefined {
  return new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=([A-Za-z0-9_-]{1,128})(?:;|$)`).exec(cookies ?? '')?.[1];
}
