import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Problem, problemBody } from './problem.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

const BODY_LIMIT = 64 * 1024;

export interface HttpServerOptions {
  /** Built console; without it `/` says so. */
  readonly consoleDir: string;
  /** Route patterns, status and seconds; never a path with ids. */
  readonly onAnswered?: (answered: { method: string; route: string; status: number; seconds: number }) => void;
}

/** Fastify as the API needs it: limits, security headers, and the page for everything that is not the API. */
export function httpAdapter(options: HttpServerOptions): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 128 },
    trustProxy: false,
    exposeHeadRoutes: false,
    // A path that cannot be decoded meets no hook and no filter.
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const [path] = request.url.split('?');
      const body = JSON.stringify(problemBody(new Problem('invalid-request'), path ?? '/'));
      void reply.headers(SECURITY_HEADERS).status(400).type('application/problem+json').send(body);
    },
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.headers(SECURITY_HEADERS);
    // The route, not the URL, in which the same path can be written in many ways.
    if (request.routeOptions.url?.startsWith('/v1') !== false) void reply.header('cache-control', 'no-store');
    // Nest and Fastify would also take forms and plain text, which a foreign page can send without being asked.
    if (hasBody(request) && !isJson(request.headers['content-type'])) throw new Problem('unsupported-media-type');
  });
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    options.onAnswered?.({
      method: request.method,
      route,
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    });
  });
  serveConsole(fastify, options.consoleDir);
  return adapter;
}

function hasBody({ method, headers }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  const length = headers['content-length'] ?? '0';
  return headers['content-type'] !== undefined || headers['transfer-encoding'] !== undefined || length !== '0';
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}

/** The files of the page; its own routes (`/cases/…`) all begin with index.html. */
function serveConsole(fastify: FastifyInstance, consoleDir: string): void {
  if (!existsSync(join(consoleDir, 'index.html'))) {
    fastify.get('/', async (_request, reply) => {
      return reply.type('text/plain').send('The console has not been built: npm run build\n');
    });
    return;
  }
  void fastify.register(fastifyStatic, {
    root: consoleDir,
    index: ['index.html'],
    wildcard: true,
    cacheControl: false,
    // Files under assets/ have their hash in their name; index.html names them and must be the newest.
    setHeaders: (reply, path) =>
      void reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  });
  fastify.get('/cases/*', async (_request, reply) => reply.sendFile('index.html'));
}
