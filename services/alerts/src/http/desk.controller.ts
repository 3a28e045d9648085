import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiDeps } from './api-deps.ts';
import { Allow, principalOf } from './auth/auth.guard.ts';
import { sessionCookie, sessionOf } from './auth/sessions.ts';
import { check } from './check.ts';
import { openApiDocument } from './openapi.ts';
import { Problem } from './problem.ts';
import { sessionBody } from './schemas.ts';
import { API } from './tokens.ts';

const SEVERITIES = {
  S0: 'Imminent threat to life, or a child about to be met.',
  S1: 'Active exploitation or extortion; a concrete plan.',
  S2: 'Developing: several stages, no concrete plan yet.',
  S3: 'Weak: worth a look.',
};

/** Who am I, sign in and out, the policy, the document of the API. */
@Controller('v1')
export class DeskController {
  constructor(@Inject(API) private readonly api: ApiDeps) {}

  @Get('me')
  @Allow('signed-in')
  me(@Req() request: FastifyRequest) {
    return principalOf(request);
  }

  @Post('session')
  @HttpCode(204)
  @Allow('anybody')
  async signIn(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: unknown,
  ): Promise<void> {
    refuseForeignPages(request);
    const value = await this.api.sessions.open(check(sessionBody, body ?? {}).code);
    if (value === undefined) throw new Problem('unauthorised');
    void reply.header('set-cookie', sessionCookie(value, { secure: this.api.secureCookies }));
  }

  @Delete('session')
  @HttpCode(204)
  @Allow('anybody')
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    refuseForeignPages(request);
    const session = sessionOf(request.headers.cookie);
    if (session !== undefined) await this.api.sessions.close(session);
    void reply.header('set-cookie', sessionCookie('', { secure: this.api.secureCookies }));
  }

  @Get('policy')
  @Allow('signed-in')
  policy() {
    const { version, clocks } = this.api.policy();
    const seconds = Object.fromEntries(Object.entries(clocks).map(([severity, ms]) => [severity, ms / 1000]));
    return { version, clocks: seconds, severities: SEVERITIES };
  }

  @Get('openapi.json')
  @Allow('anybody')
  openApi() {
    return openApiDocument(this.api.version);
  }
}

/** Signing somebody in or out is a change, and here no cookie is needed for it. A foreign page cannot send the header. */
function refuseForeignPages({ headers }: FastifyRequest): void {
  if (headers['x-vigie-request'] !== '1') throw new Problem('csrf-header-missing');
}
