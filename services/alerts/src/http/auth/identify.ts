import { type IncomingHttpHeaders } from 'node:http';
import { type Principal } from './principal.ts';
import { sessionOf, type Sessions } from './sessions.ts';
import { type TokenBook } from './tokens.ts';

/** Whose token or session cookie came with a request, as of now; with a token the cookie does not count. */
export async function identify(
  { authorization, cookie }: Pick<IncomingHttpHeaders, 'authorization' | 'cookie'>,
  { tokens, sessions }: { tokens: TokenBook; sessions: Sessions },
): Promise<Principal | undefined> {
  if (authorization !== undefined) {
    const token = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(authorization)?.[1];
    return token === undefined ? undefined : tokens.find(token)?.principal;
  }
  const session = sessionOf(cookie);
  return session === undefined ? undefined : sessions.find(session);
}
