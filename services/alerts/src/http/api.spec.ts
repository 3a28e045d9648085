import { CaseLog } from '@vigie/cases';
import { MemoryBroker, partitionForKey } from '@vigie/kafka';
import { type FastifyInstance } from 'fastify';
import { AlertsFixture } from '../alerts.fixture.ts';

let alerts: AlertsFixture;
let broker: MemoryBroker;

beforeAll(async () => {
  alerts = new AlertsFixture(process.env['REDIS_URL']);
  broker = new MemoryBroker();
  await alerts.start(broker);
  await alerts.flags(broker, { severity: 'S3' }, { conversationId: 'c-2', severity: 'S0', tenantId: 'other' });
  await alerts.cases(2);
});
afterAll(async () => {
  await alerts.close();
  await broker.close();
});

/** A case of its own for a test. */
async function aCase(conversationId: string): Promise<string> {
  await alerts.flags(broker, { conversationId });
  for (;;) {
    const { body } = await alerts.ask('GET', `/v1/cases?conversation=${conversationId}`, { as: 'ada' });
    if (body.items.length > 0) return body.items[0].caseId;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const send = (id: string, as: string, body: object, headers: Record<string, string> = {}) =>
  alerts.ask('POST', `/v1/cases/${id}/commands`, { as, body, headers });

test('the most urgent case comes first, and filters narrow the list', async () => {
  const { status, body, headers } = await alerts.ask('GET', '/v1/cases', { as: 'ada' });
  expect(status).toBe(200);
  expect(headers['cache-control']).toBe('no-store');
  expect(body.items.map(({ severity }: { severity: string }) => severity)).toEqual(['S0', 'S3']);
  expect(body.items[1]).toMatchObject({
    ...{ tenantId: 'acme', state: 'OPEN', owner: null, disposition: null, flags: 1, version: 2, stages: ['age_probe'] },
    participants: [{ id: 'u-1', ageBand: 'ADULT', ageSource: 'DECLARED' }],
  });
  const ids = async (query: string) => (await alerts.ask('GET', `/v1/cases?${query}`, { as: 'ada' })).body.items.length;
  expect(await ids('severity=S0,S1')).toBe(1);
  expect(await ids('state=CLAIMED')).toBe(0);
  expect(await ids('tenant=acme&harm=grooming&actor=u-1')).toBe(1);
  const first = await alerts.ask('GET', '/v1/cases?limit=1', { as: 'ada' });
  const next = await alerts.ask('GET', `/v1/cases?limit=1&cursor=${first.body.nextCursor}`, { as: 'ada' });
  expect(next.body.items[0].severity).toBe('S3');
});

test('what is asked for wrongly is named, field by field, and never repeated', async () => {
  const { status, body, headers } = await alerts.ask('GET', '/v1/cases?limit=900&sevrity=S0&state=SHUT', { as: 'ada' });
  expect(status).toBe(422);
  expect(headers['content-type']).toContain('application/problem+json');
  expect(body).toMatchObject({ type: 'https://vigie.dev/problems/invalid-fields', status: 422, instance: '/v1/cases' });
  expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(
    expect.arrayContaining(['limit', 'state.0', 'sevrity']),
  );
  expect((await alerts.ask('GET', '/v1/cases?cursor=x', { as: 'ada' })).status).toBe(422);
  const broken = await alerts.running!.app.inject({
    ...{ method: 'POST', url: `/v1/session`, payload: '{"code":', headers: { 'content-type': 'application/json' } },
  });
  expect([broken.statusCode, broken.json().type]).toEqual([400, 'https://vigie.dev/problems/invalid-request']);
  expect((await alerts.ask('GET', '/v1/nowhere', { as: 'ada' })).body.status).toBe(404);
  const undecodable = await alerts.running!.app.inject({ method: 'GET', url: '/cases/%E0%A4%A' });
  expect([undecodable.statusCode, undecodable.json().type]).toEqual([
    400,
    'https://vigie.dev/problems/invalid-request',
  ]);
  expect(undecodable.headers['x-content-type-options']).toBe('nosniff');
  const large = await alerts.ask('POST', '/v1/session', { body: { code: 'x'.repeat(70_000) } });
  expect(large.status).toBe(413);
});

test('a path that is written in another way is the same path', async () => {
  for (const url of ['/%761/me', '/v%31/cases', '/v1/nowhere']) {
    const { headers } = await alerts.ask('GET', url, { as: 'ada' });
    expect([url, headers['cache-control']]).toEqual([url, 'no-store']);
  }
  expect((await alerts.ask('GET', '/%761/me')).status).toBe(401);
  expect((await alerts.ask('GET', '/')).headers['cache-control']).toBeUndefined();
});

test('one case has its evidence, flags and history', async () => {
  const id = await aCase('c-detail');
  const { body, headers } = await alerts.ask('GET', `/v1/cases/${id}`, { as: 'aud' });
  expect(headers['etag']).toBe('"2"');
  expect(body).toMatchObject({
    caseId: id,
    erased: false,
    messages: [{ eventId: 'e-1', text: 'how old are you 🙂', cues: ['age_probe'], trace: { sessionRef: 's-77' } }],
    flags: [{ flagId: 'f-1', severity: 'S2', versions: { model: 'm-1' } }],
    history: [
      { sequence: 1, type: 'OPENED', by: 'vigie', severity: 'S2' },
      { sequence: 2, type: 'FLAG_ADDED', flagId: 'f-1' },
    ],
  });
  expect((await alerts.ask('GET', `/v1/cases/${'0'.repeat(32)}`, { as: 'ada' })).body.type).toMatch(/unknown-case$/);
  expect((await alerts.ask('GET', '/v1/cases/x', { as: 'ada' })).status).toBe(404);
});

test('claim, decide: who is second is told', async () => {
  const id = await aCase('c-claim');
  expect((await send(id, 'ada', { type: 'decide', disposition: 'CONFIRMED', reason: '' })).body.type).toMatch(
    /not-claimed$/,
  );
  const claimed = await send(id, 'ada', { type: 'claim' }, { 'if-match': '"2"' });
  expect([claimed.status, claimed.headers['etag']]).toEqual([200, '"4"']);
  expect(claimed.body).toMatchObject({ state: 'CLAIMED', owner: 'ada', version: 4 });
  expect((await send(id, 'ada', { type: 'claim' })).status).toBe(200);
  const second = await send(id, 'ben', { type: 'claim' });
  expect([second.status, second.body.type]).toEqual([409, 'https://vigie.dev/problems/already-claimed']);
  expect((await send(id, 'ben', { type: 'release' })).body.type).toMatch(/not-owner$/);
  expect((await send(id, 'ben', { type: 'comment', text: 'see the other case' }, { 'if-match': '"2"' })).status).toBe(
    412,
  );
  expect((await send(id, 'ben', { type: 'comment', text: 'see the other case' })).body).toMatchObject({ comments: 1 });
  expect((await send(id, 'lea', { type: 'release' })).body).toMatchObject({ state: 'OPEN', owner: null });
  await send(id, 'ben', { type: 'claim' });
  const decided = await send(id, 'ben', { type: 'decide', disposition: 'REPORTED', reason: 'to the police' });
  expect(decided.body).toMatchObject({ state: 'DECIDED', disposition: 'REPORTED' });
  expect((await send(id, 'ada', { type: 'claim' })).body.type).toMatch(/already-decided$/);
  const { body } = await alerts.ask('GET', `/v1/cases/${id}`, { as: 'ada' });
  expect(body.history.slice(2).map(({ type, by }: Record<string, string>) => `${type} ${by}`)).toEqual([
    ...['CLAIMED ada', 'COMMENTED ben', 'RELEASED lea', 'CLAIMED ben', 'DECIDED ben'],
  ]);
  expect(body.history.at(-1)).toMatchObject({ disposition: 'REPORTED', reason: 'to the police' });
});

test('If-Match names a version, or any that there is', async () => {
  const id = await aCase('c-match');
  const says = async (tag: string) => {
    const { status, body } = await send(id, 'ada', { type: 'comment', text: 'hm' }, { 'if-match': tag });
    return [status, status === 200 ? body.version : body.type.split('/').pop()];
  };
  expect(await says('"0"')).toEqual([422, 'invalid-fields']);
  expect(await says('3')).toEqual([422, 'invalid-fields']);
  expect(await says('W/"2"')).toEqual([412, 'version-mismatch']);
  expect(await says('"3"')).toEqual([412, 'version-mismatch']);
  const [status, version] = await says('"2"');
  expect(status).toBe(200);
  expect((await says('*'))[1]).toBeGreaterThan(version);
  const missing = await send('0'.repeat(32), 'ada', { type: 'claim' }, { 'if-match': '*' });
  expect(missing.status).toBe(404);
});

test('the same Idempotency-Key is the same command; with another body or version it is refused', async () => {
  const id = await aCase('c-idem');
  const headers = { 'idempotency-key': 'k-1' };
  const all = await Promise.all([1, 2, 3].map(() => send(id, 'ada', { type: 'comment', text: 'once' }, headers)));
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await alerts.ask('GET', `/v1/cases/${id}`, { as: 'ada' })).body.comments).toBe(1);
  const other = await send(id, 'ada', { type: 'comment', text: 'twice' }, headers);
  expect([other.status, other.body.type]).toEqual([422, 'https://vigie.dev/problems/idempotency-key-reused']);
  const later = await send(id, 'ada', { type: 'comment', text: 'once' }, { ...headers, 'if-match': '"4"' });
  expect([later.status, later.body.type]).toEqual([422, 'https://vigie.dev/problems/idempotency-key-reused']);
  expect((await send(id, 'ben', { type: 'comment', text: 'mine' }, headers)).body.comments).toBe(2);
});

test('roles and tenants are kept apart', async () => {
  const id = await aCase('c-roles');
  expect((await alerts.ask('GET', '/v1/cases')).headers['www-authenticate']).toContain('Bearer');
  expect((await alerts.ask('GET', '/v1/cases', { as: 'nobody' })).status).toBe(401);
  expect((await alerts.ask('GET', '/v1/cases', { as: 'ops' })).status).toBe(403);
  expect((await alerts.ask('GET', '/v1/me', { as: 'ops' })).body).toEqual({
    userId: 'ops',
    roles: ['operator'],
    tenants: ['*'],
  });
  expect((await send(id, 'aud', { type: 'claim' })).status).toBe(403);
  const zoe = await alerts.ask('GET', '/v1/cases?tenant=acme,other', { as: 'zoe' });
  expect(zoe.body.items.map(({ tenantId }: { tenantId: string }) => tenantId)).toEqual(['other']);
  expect((await alerts.ask('GET', '/v1/cases?tenant=acme', { as: 'zoe' })).body.items).toEqual([]);
  expect((await alerts.ask('GET', `/v1/cases/${id}`, { as: 'zoe' })).status).toBe(404);
  expect((await send(id, 'zoe', { type: 'claim' })).status).toBe(404);
});

const OURS = { 'x-vigie-request': '1' };
const signIn = (code: string, headers: Record<string, string> = OURS) =>
  alerts.ask('POST', '/v1/session', { body: { code }, headers });

test('a foreign page can neither sign a browser in nor send a form', async () => {
  const foreign = await signIn('once', {});
  expect([foreign.status, foreign.body.type]).toEqual([403, 'https://vigie.dev/problems/csrf-header-missing']);
  const id = await aCase('c-form');
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'a']) {
    for (const url of ['/v1/session', `/v1/cases/${id}/commands`]) {
      const headers = { ...OURS, 'content-type': type, authorization: 'Bearer token-of-ada' };
      const payload = type.includes('form') ? 'code=once&type=claim' : '{"code":"once","type":"claim"}';
      const answer = await alerts.running!.app.inject({ method: 'POST', url, headers, payload });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([
        415,
        expect.stringContaining('problem+json'),
      ]);
      expect(answer.json().type).toBe('https://vigie.dev/problems/unsupported-media-type');
    }
  }
  const headers = { ...OURS, 'content-type': 'Application/JSON; charset=utf-8' };
  expect((await signIn('wrong', headers)).status).toBe(401);
  const { paths } = (await alerts.ask('GET', '/v1/openapi.json')).body;
  expect(paths['/v1/session'].post.parameters).toEqual([
    expect.objectContaining({ name: 'x-vigie-request', in: 'header', required: true }),
  ]);
  expect(JSON.stringify(paths['/v1/cases'].get.parameters)).not.toContain('"required"');
});

test('the page trades a code for a cookie once, and changes need its header', async () => {
  expect((await signIn('wrong')).status).toBe(401);
  const opened = await signIn('once');
  expect(opened.status).toBe(204);
  const set = String(opened.headers['set-cookie']);
  expect(set).toMatch(/HttpOnly; SameSite=Strict/);
  expect((await signIn('once')).status).toBe(401);
  const cookie = set.split(';')[0]!;
  expect((await alerts.ask('GET', '/v1/me', { headers: { cookie } })).body.userId).toBe('dev');
  const id = await aCase('c-cookie');
  const claim = (headers: Record<string, string>) =>
    alerts.ask('POST', `/v1/cases/${id}/commands`, { body: { type: 'claim' }, headers });
  expect((await claim({ cookie })).body.type).toMatch(/csrf-header-missing$/);
  expect((await claim({ cookie, 'x-vigie-request': '1' })).status).toBe(200);
  await alerts.ask('DELETE', '/v1/session', { headers: { cookie, 'x-vigie-request': '1' } });
  expect((await alerts.ask('GET', '/v1/me', { headers: { cookie } })).status).toBe(401);
  const byToken = await signIn('token-of-ada');
  const adas = String(byToken.headers['set-cookie']).split(';')[0]!;
  expect((await alerts.ask('GET', '/v1/me', { headers: { cookie: adas } })).body.userId).toBe('ada');
});

/** The routes that Fastify serves, out of the tree that it prints: four columns a level. */
function routesOf(fastify: FastifyInstance): string[] {
  const parts: string[] = [];
  return fastify
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent, part, methods] = /^(.*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
      if (indent === undefined || part === undefined) return [];
      parts.splice(indent.length / 4, Infinity, part);
      return (methods?.split(', ') ?? []).map((method) => `${method} ${parts.join('').replace('//', '/')}`);
    });
}

test('the document names every route, and every route is in the document', async () => {
  const { body } = await alerts.ask('GET', '/v1/openapi.json');
  const fastify = alerts.running!.app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const routes: string[] = [];
  for (const [path, methods] of Object.entries(body.paths as Record<string, object>)) {
    for (const method of Object.keys(methods))
      routes.push(`${method.toUpperCase()} ${path.replace('{caseId}', ':caseId')}`);
  }
  expect(
    routesOf(fastify)
      .filter((route) => route.includes(' /v1'))
      .sort(),
  ).toEqual(routes.sort());
  expect(JSON.stringify(body)).not.toContain('undefined');
  expect(body.components.schemas.CaseSummary.properties.severity.enum).toEqual(['S0', 'S1', 'S2', 'S3']);
});

test('policy, health, metrics and security headers', async () => {
  expect((await alerts.ask('GET', '/v1/policy', { as: 'ops' })).body).toMatchObject({
    version: 'p-1',
    clocks: { S0: 900 },
  });
  expect((await alerts.ask('GET', '/health/live')).status).toBe(200);
  expect((await alerts.ask('GET', '/health/ready')).body.checks).toMatchObject({ view: 'ok' });
  expect((await alerts.ask('GET', '/metrics')).text).toContain('vigie_alerts_cases_opened_total');
  const page = await alerts.ask('GET', '/');
  expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  expect(page.text).toContain('has not been built');
});

test('no text of a message, comment or reason is in the log', () => {
  const log = alerts.lines.join('');
  expect(log).toContain('case_opened');
  for (const text of ['how old', 'to the police', 'see the other', 'token-of', 's-77']) expect(log).not.toContain(text);
});

test('an erased case shows its facts and says that its text is gone', async () => {
  const id = await aCase('c-erased');
  await send(id, 'ada', { type: 'comment', text: 'will be gone' });
  const partition = partitionForKey(Buffer.from('acme:c-erased'), 2);
  const keys = (await alerts.redis.hkeys(`${alerts.viewPrefix}keys:${id}`)).map((keyId) => ({ caseId: id, keyId }));
  await new CaseLog(await broker.producer(), alerts.topics).eraseKeys(partition, keys);
  const get = () => alerts.ask('GET', `/v1/cases/${id}`, { as: 'ada' });
  for (let waited = 0; waited < 7000 && !(await get()).body.erased; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { status, body, text } = await get();
  expect([status, body.erased, body.messages, body.comments]).toEqual([200, true, [], 1]);
  expect(body.history.at(-1)).toMatchObject({ type: 'COMMENTED', text: null });
  expect(text).not.toContain('will be gone');
  const after = await send(id, 'ada', { type: 'comment', text: 'new text has a new key' });
  expect(after.status).toBe(200);
}, 10_000);

test('a view that is not whole is not shown', async () => {
  const key = `${alerts.viewPrefix}ready`;
  const dump = await alerts.redis.dumpBuffer(key);
  await alerts.redis.del(key);
  const { status, headers } = await alerts.ask('GET', '/v1/cases', { as: 'ada' });
  await alerts.redis.restore(key, 0, dump!, 'REPLACE');
  expect([status, headers['retry-after']]).toEqual([503, '1']);
});
