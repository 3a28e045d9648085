import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Connect, type Plugin, type PreviewServer, type ViteDevServer } from 'vite';
import { FictionalDesk, Refusal } from './fictional-desk.ts';

/**
 * A stand-in for services/alerts with invented cases, for work on the page alone (`npm run fiction`). It speaks the
 * same API. `POST /fiction/{arrive,snatch,touch,empty,offline,online}` make a case arrive, a colleague claim or change
 * the first case, everything go, the server fall silent and come back.
 */
export const fictionalApi = (): Plugin => {
  const serveApi = (server: ViteDevServer | PreviewServer): void => {
    server.middlewares.use(apiOf(new FictionalDesk()));
  };
  const serveBuilt = (server: PreviewServer): void => {
    server.middlewares.use((_request, response, next) => {
      response.setHeader('content-security-policy', policy);
      next();
    });
    serveApi(server);
  };
  return { name: 'fictional-api', configureServer: serveApi, configurePreviewServer: serveBuilt };
};

/** As services/alerts sends it: nothing inline, nothing from elsewhere. */
const policy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

function apiOf(desk: FictionalDesk): Connect.NextHandleFunction {
  return (request, response, next) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fiction');
    if (pathname.startsWith('/fiction/')) return void answer(response, () => desk.direct(pathname.split('/')[2] ?? ''));
    if (!pathname.startsWith('/v1/')) return next();
    if (desk.isOffline) return void request.socket.destroy();
    const signedIn = (request.headers.cookie ?? '').includes('vigie_session=');
    if (pathname === '/v1/session') return void session(request, response);
    if (!signedIn) return void answer(response, () => refuse(401, 'unauthorised'));
    if (pathname === '/v1/stream') return desk.listen(response);
    void answer(response, async () =>
      request.method === 'POST'
        ? desk.command(pathname.split('/')[3] ?? '', request.headers['if-match'], await bodyOf(request))
        : desk.read(pathname, searchParams),
    );
  };
}

async function session(request: IncomingMessage, response: ServerResponse): Promise<void> {
  await answer(response, async () => {
    if (request.method === 'DELETE') return response.setHeader('set-cookie', 'vigie_session=; Max-Age=0; Path=/') && {};
    const { code } = await bodyOf(request);
    if (code === 'wrong') return refuse(401, 'unauthorised');
    response.setHeader('set-cookie', 'vigie_session=fiction; HttpOnly; SameSite=Strict; Path=/');
    return {};
  });
}

async function answer(response: ServerResponse, of: () => unknown): Promise<void> {
  try {
    const body = await of();
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    response.statusCode = error.status;
    const type = `https://vigie.dev/problems/${error.code}`;
    response.setHeader('content-type', 'application/problem+json').end(JSON.stringify({ type, title: error.code }));
  }
}

function refuse(status: number, code: string): never {
  throw new Refusal(status, code);
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, string>;
}
