import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { type CaseFilter, type CaseSummary, decodeCursor, openCase, summarize } from '@vigie/cases';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiDeps } from './api-deps.ts';
import { Allow, principalOf } from './auth/auth.guard.ts';
import { type Principal, seesTenant, visibleTenants } from './auth/principal.ts';
import { caseDetail } from './case-detail.ts';
import { check } from './check.ts';
import { commandCase } from './command-case.ts';
import { versionOf } from './if-match.ts';
import { Places } from './places.ts';
import { Problem } from './problem.ts';
import { caseIdParam, commandBody, commandHeaders, listQuery } from './schemas.ts';
import { API } from './tokens.ts';

/** Commands that wait for Kafka or for their answer, in one process. */
const MOST_WAITING = 100;

@Controller('v1/cases')
export class CasesController {
  readonly #places = new Places(MOST_WAITING);

  constructor(@Inject(API) private readonly api: ApiDeps) {}

  @Get()
  @Allow('reviewer', 'lead', 'auditor')
  async list(@Req() request: FastifyRequest, @Query() query: unknown) {
    const { limit, cursor, ...asked } = check(listQuery, query);
    if (cursor !== undefined && decodeCursor(cursor) === null) {
      throw new Problem('invalid-fields', [{ field: 'cursor', message: 'must be the nextCursor of a page' }]);
    }
    const tenant = visibleTenants(principalOf(request), asked.tenant);
    const filter = Object.entries({ ...asked, tenant }).filter(([, values]) => values !== undefined);
    await this.#mustBeComplete();
    const page = await this.api.view.list({
      filter: Object.fromEntries(filter) as CaseFilter,
      limit,
      after: cursor ?? null,
    });
    return { items: page.items.map(summarize), nextCursor: page.next };
  }

  @Get(':caseId')
  @Allow('reviewer', 'lead', 'auditor')
  async get(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('caseId') caseId: string,
  ) {
    await this.#mustBeComplete();
    const stored = caseIdParam.safeParse(caseId).success ? await this.api.view.find(caseId) : null;
    if (stored === null || !seesTenant(principalOf(request), stored.case.tenantId)) throw new Problem('unknown-case');
    void reply.header('etag', `"${stored.case.version}"`);
    return caseDetail(await openCase(stored, this.api.encryption));
  }

  @Post(':caseId/commands')
  @HttpCode(200)
  @Allow('reviewer', 'lead')
  async command(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('caseId') caseId: string,
    @Headers() headers: Record<string, string>,
    @Body() body: unknown,
  ): Promise<CaseSummary> {
    const principal = principalOf(request);
    const action = check(commandBody, body ?? {});
    const { 'idempotency-key': idempotencyKey, 'if-match': ifMatch } = check(commandHeaders, headers);
    await this.#mustBeComplete();
    const current = await this.#visible(caseId, principal);
    const expectedVersion = versionOf(ifMatch);
    await commandCase(this.api, this.#places, { current, principal, action, idempotencyKey, expectedVersion });
    const summary = summarize(await this.#visible(caseId, principal));
    void reply.header('etag', `"${summary.version}"`);
    return summary;
  }

  async #visible(caseId: string, principal: Principal) {
    if (!caseIdParam.safeParse(caseId).success) throw new Problem('unknown-case');
    const found = (await this.api.view.load(0, [caseId])).cases.get(caseId);
    if (found === undefined || !seesTenant(principal, found.tenantId)) throw new Problem('unknown-case');
    return found;
  }

  /** A view that is being built lacks cases: better no list than one that looks whole. */
  async #mustBeComplete(): Promise<void> {
    if ((await this.api.view.ready()).size < this.api.partitions) throw new Problem('view-incomplete');
  }
}
