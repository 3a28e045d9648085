import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryBroker } from '@vigie/kafka';
import { AlertsFixture, TOKENS } from '../../alerts.fixture.ts';

let alerts: AlertsFixture;
let broker: MemoryBroker;
let base: string;
let consoleDir: string;
let tokens = TOKENS;

beforeAll(async () => {
  consoleDir = await mkdtemp(join(tmpdir(), 'console-'));
  await mkdir(join(consoleDir, 'assets'));
  await writeFile(join(consoleDir, 'index.html'), '<title>desk</title>');
  await writeFile(join(consoleDir, 'assets', 'app-1.js'), 'export {};');
  alerts = new AlertsFixture(process.env['REDIS_URL']);
  broker = new MemoryBroker();
  const { app } = await alerts.start(broker, { consoleDir, tokens: () => tokens, streamTickMs: 50 });
  base = await app.getUrl();
  await alerts.flags(broker, {});
  await alerts.cases(1);
});
afterAll(async () => {
  await alerts.close();
  await broker.close();
  await rm(consoleDir, { recursive: true });
});

/** Reads events until `enough` says so; the connection is closed then. */
async function listen(as: string, enough: (text: string) => boolean, lastEventId?: string): Promise<string> {
  const abort = new AbortController();
  const headers = {
    ...(as.includes('=') ? { cookie: as } : { authorization: `Bearer token-of-${as}` }),
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  };
  const response = await fetch(`${base}/v1/stream`, { headers, signal: abort.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  let text = '';
  for await (const chunk of response.body!) {
    text += Buffer.from(chunk).toString();
    if (enough(text)) break;
  }
  abort.abort();
  return text;
}
const has = (word: string) => (text: string) => text.includes(word);
const helloId = (text: string) => /event: hello\nid: (\S+)/.exec(text)![1]!;

test('a page hears of every change, of its own tenants only', async () => {
  let wide = '';
  const all = listen('ada', (text) => has('c-else')((wide = text)) && has('c-live')(text));
  const other = listen('zoe', has('c-else'));
  for (; !wide.includes('hello');) await new Promise((resolve) => setTimeout(resolve, 10));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await alerts.flags(broker, { conversationId: 'c-live' });
  await alerts.cases(2);
  await alerts.flags(broker, { conversationId: 'c-else', tenantId: 'other' });
  expect(await all).toMatch(/event: case\nid: \d+-\d+\ndata: \{"caseId":"[0-9a-f]{32}"/);
  expect(await other).not.toContain('c-live');
});

test('a page that comes back gets what it missed, or is told to load anew', async () => {
  const id = helloId(await listen('ada', has('hello')));
  await alerts.flags(broker, { conversationId: 'c-missed' });
  await alerts.cases(4);
  const missed = await listen('ada', has('hello'), id);
  expect(missed).toContain('c-missed');
  expect(missed).not.toContain('event: reset');
  expect(await listen('ada', has('hello'), '1-1')).toContain('event: reset');
  expect(await listen('ada', has('hello'), 'nonsense')).toContain('event: reset');
});

test('the page, its files, and its own routes; nothing above its folder', async () => {
  const get = async (path: string) => {
    const response = await fetch(`${base}${path}`);
    return [response.status, response.headers.get('content-security-policy') !== null, await response.text()];
  };
  expect(await get('/')).toEqual([200, true, '<title>desk</title>']);
  expect(await get('/cases/abc?x=1')).toEqual([200, true, '<title>desk</title>']);
  expect(await get('/assets/app-1.js')).toEqual([200, true, 'export {};']);
  expect((await get('/assets/%2e%2e/%2e%2e/etc/passwd'))[0]).toBe(404);
  expect((await get('/nothing'))[0]).toBe(404);
});

test('a stream ends with the token, the rights or the session that it was opened with', async () => {
  const untilEnd = async (as: string, change: () => unknown) => {
    let text = '';
    const ended = listen(as, (so) => ((text = so), false));
    while (!text.includes('\n:\n')) await new Promise((resolve) => setTimeout(resolve, 10));
    await change();
    return await ended;
  };
  const less = TOKENS.tokens.map((one) => (one.userId === 'ada' ? { ...one, tenants: ['acme'] } : one));
  expect(await untilEnd('ada', () => (tokens = { tokens: less }))).toContain('hello');
  expect(await untilEnd('ada', () => (tokens = { tokens: [] }))).toContain('hello');
  tokens = TOKENS;
  const headers = { 'x-vigie-request': '1' };
  const { headers: answered } = await alerts.ask('POST', '/v1/session', { body: { code: 'once' }, headers });
  const cookie = String(answered['set-cookie']).split(';')[0]!;
  const signOut = () => alerts.ask('DELETE', '/v1/session', { headers: { ...headers, cookie } });
  expect(await untilEnd(cookie, signOut)).toContain('hello');
});

test('a shutdown ends the streams rather than waiting for them', async () => {
  let text = '';
  const ended = listen('ada', (so) => ((text = so), false));
  while (!text.includes('hello')) await new Promise((resolve) => setTimeout(resolve, 10));
  await alerts.stop();
  expect(await ended).toBe(text);
});
