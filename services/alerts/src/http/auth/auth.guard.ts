import { type CanActivate, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { type Reflector } from '@nestjs/core';
import { type FastifyRequest } from 'fastify';
import { Problem } from '../problem.ts';
import { identify } from './identify.ts';
import { type Principal, type Role } from './principal.ts';
import { type Sessions } from './sessions.ts';
import { type TokenBook } from './tokens.ts';

const ALLOWED = Symbol('allowed');

/** Who may use a route: these roles, or `anybody`, signed in or not. A route that says nothing is closed. */
export const Allow = (...allowed: readonly (Role | 'anybody' | 'signed-in')[]) => SetMetadata(ALLOWED, allowed);

type WithPrincipal = FastifyRequest & { principal?: Principal };

export function principalOf(request: FastifyRequest): Principal {
  const { principal } = request as WithPrincipal;
  if (principal === undefined) throw new Problem('unauthorised');
  return principal;
}

export class AuthGuard implements CanActivate {
  readonly #reflector: Reflector;
  readonly #tokens: TokenBook;
  readonly #sessions: Sessions;

  constructor(reflector: Reflector, tokens: TokenBook, sessions: Sessions) {
    this.#reflector = reflector;
    this.#tokens = tokens;
    this.#sessions = sessions;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    const allowed = this.#reflector.getAllAndOverride<string[] | undefined>(ALLOWED, places);
    const request = context.switchToHttp().getRequest<WithPrincipal>();
    // Routes without the mark are those of health and metrics: not under /v1, and without content.
    if (allowed === undefined && request.routeOptions.url?.startsWith('/v1') === false) return true;
    if (allowed?.includes('anybody') === true) return true;
    const principal = await this.#identify(request);
    if (principal === undefined) throw new Problem('unauthorised');
    const mayAll = allowed?.includes('signed-in') === true;
    if (!mayAll && !principal.roles.some((role) => allowed?.includes(role))) throw new Problem('forbidden');
    request.principal = principal;
    return true;
  }

  async #identify(request: FastifyRequest): Promise<Principal | undefined> {
    const principal = await identify(request.headers, { tokens: this.#tokens, sessions: this.#sessions });
    // A foreign page can make a browser send the cookie, but neither a token nor this header.
    const byCookie = request.headers.authorization === undefined;
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    if (principal !== undefined && byCookie && changes && request.headers['x-vigie-request'] !== '1') {
      throw new Problem('csrf-header-missing');
    }
    return principal;
  }
}
