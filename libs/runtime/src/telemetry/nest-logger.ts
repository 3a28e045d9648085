import { type LoggerService } from '@nestjs/common';
import { type Logger } from 'pino';
import { describeError } from './describe-error.ts';

/**
 * Nest's own lines through the same logger, from `warn` up. Of an exception only what `describeError` allows is kept,
 * since its message may quote a request.
 */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  warn(message: unknown, ...parameters: unknown[]): void {
    this.logger.warn(line(message, parameters));
  }

  error(message: unknown, ...parameters: unknown[]): void {
    this.logger.error(line(message, parameters));
  }

  fatal(message: unknown, ...parameters: unknown[]): void {
    this.logger.error(line(message, parameters));
  }

  log(): void {}
  debug(): void {}
  verbose(): void {}
}

/** Nest calls with (message, context) or (message, stack, context); a message with a stack is that of an exception. */
function line(message: unknown, parameters: readonly unknown[]) {
  const context = typeof parameters.at(-1) === 'string' ? parameters.at(-1) : undefined;
  if (typeof message !== 'string') return { event: 'nest', context, error: describeError(message) };
  const stack = parameters.slice(0, -1).find((parameter) => typeof parameter === 'string' && parameter.includes('\n'));
  if (stack !== undefined) return { event: 'nest', context, error: describeError({ name: 'Error', message, stack }) };
  return { event: 'nest', context, message: message.slice(0, 500) };
}
