/**
 * The tokens file (YAML or JSON), who may use the API:
 *
 *     tokens:
 *       - sha256: 9f86d0…          # of the token: printf %s "$TOKEN" | sha256sum
 *         userId: ada
 *         roles: [reviewer]
 *         tenants: [acme]          # or ["*"]
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Principal, ROLES } from './principal.ts';

const tokensFile = z.strictObject({
  tokens: z.array(
    z.strictObject({
      sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits: the SHA-256 of the token'),
      userId: z.string().min(1).max(128),
      roles: z.array(z.enum(ROLES)).min(1),
      tenants: z.array(z.string().min(1).max(128)).min(1),
    }),
  ),
});

export type TokensFile = z.output<typeof tokensFile>;

export function validateTokensFile(value: unknown) {
  const result = tokensFile.safeParse(value);
  if (result.success) return { value: result.data };
  const issues = result.error.issues.map(({ path, message }) => {
    return { path: path.filter((step) => typeof step !== 'symbol'), message };
  });
  return { issues };
}

interface Known {
  readonly sha256: Buffer;
  readonly principal: Principal;
}

/** Tells who holds a token, in a time that depends on the number of tokens only. */
export class TokenBook {
  readonly #current: () => TokensFile;
  readonly #fixed: readonly Known[];

  constructor(current: () => TokensFile, devToken?: string) {
    this.#current = current;
    this.#fixed = devToken === undefined ? [] : [{ sha256: sha256(devToken), principal: DEV_USER }];
  }

  find(token: string): { principal: Principal; tokenHash: string } | undefined {
    return this.findByHash(sha256(token).toString('hex'));
  }

  /** For sessions: the token may have been taken away, or its roles changed, since they began. */
  findByHash(tokenHash: string): { principal: Principal; tokenHash: string } | undefined {
    const wanted = Buffer.from(tokenHash, 'hex');
    let found: Principal | undefined;
    for (const { sha256: known, principal } of this.#all()) {
      if (known.length === wanted.length && timingSafeEqual(known, wanted)) found = principal;
    }
    return found === undefined ? undefined : { principal: found, tokenHash };
  }

  #all(): readonly Known[] {
    const listed = this.#current().tokens.map(({ sha256, ...principal }) => ({
      sha256: Buffer.from(sha256, 'hex'),
      principal,
    }));
    return [...this.#fixed, ...listed];
  }
}

export const DEV_USER: Principal = {
  userId: 'dev',
  roles: ['reviewer', 'lead', 'auditor', 'operator'],
  tenants: ['*'],
};

export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
