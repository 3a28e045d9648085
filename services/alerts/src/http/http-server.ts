import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyInstance } from 'fastify';
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
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.headers(SECURITY_HEADERS);
    if (request.url.startsWith('/v1')) void reply.header('cache-control', 'no-store');
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
