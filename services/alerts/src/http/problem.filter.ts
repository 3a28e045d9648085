import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Problem, problemBody, type ProblemCode } from './problem.ts';

const CODES: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid-request',
  404: 'not-found',
  413: 'body-too-large',
  415: 'unsupported-media-type',
};

/** Every error as `application/problem+json`. What is not a refusal is reported, and told to the caller as such only. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #onFault: (error: unknown) => void;

  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const problem = this.#problemOf(error);
    const [path] = http.getRequest<FastifyRequest>().url.split('?');
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="vigie"');
    if (problem.status === 503) reply.header('retry-after', '1');
    const body = JSON.stringify(problemBody(problem, path ?? '/'));
    void reply.status(problem.status).header('content-type', 'application/problem+json').send(body);
  }

  #problemOf(error: unknown): Problem {
    if (error instanceof Problem) return error;
    const status =
      error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
    const code = typeof status === 'number' ? CODES[status] : undefined;
    if (code !== undefined) return new Problem(code);
    this.#onFault(error);
    return new Problem(isOutage(error) ? 'unavailable' : 'internal-error');
  }
}

/** Redis or Kafka away: ask again. */
function isOutage(error: unknown): boolean {
  const { name, code, retryable } = (error ?? {}) as { name?: unknown; code?: unknown; retryable?: unknown };
  const refused = typeof code === 'string' && /^(?:ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EHOSTUNREACH)/.test(code);
  return retryable === true || name === 'MaxRetriesPerRequestError' || refused;
}
