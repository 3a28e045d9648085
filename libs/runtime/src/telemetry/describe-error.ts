import { OperatorError } from '../operator-error.ts';

export interface ErrorDescription {
  readonly name: string;
  readonly code?: string | number;
  /** Only of errors whose messages Vigie or the operating system wrote. */
  readonly message?: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

const DEPTH = 3;
const FRAMES = 12;

/**
 * An error without its content: messages of parsers and of clients quote what they were given, so only those of
 * `OperatorError` and of failed system calls (which name an address or a path) are repeated.
 */
export function describeError(error: unknown, depth = DEPTH): ErrorDescription {
  if (!isErrorLike(error)) return { name: typeof error };
  const { code, type, syscall, cause } = error;
  const known = code ?? type;
  return {
    name: String(error.name).slice(0, 60),
    ...(isCode(known) ? { code: known } : {}),
    ...(error instanceof OperatorError || typeof syscall === 'string' ? { message: error.message } : {}),
    ...(typeof error.stack === 'string' ? { stack: frames(error.stack) } : {}),
    ...(cause === undefined || depth === 0 ? {} : { cause: describeError(cause, depth - 1) }),
  };
}

interface ErrorLike {
  readonly name: unknown;
  readonly message: string;
  readonly stack?: unknown;
  readonly code?: unknown;
  readonly type?: unknown;
  readonly syscall?: unknown;
  readonly cause?: unknown;
}

function isErrorLike(error: unknown): error is ErrorLike {
  return typeof error === 'object' && error !== null && 'message' in error && 'name' in error;
}

function isCode(code: unknown): code is string | number {
  return typeof code === 'number' || (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code));
}

/** The lines that name functions and files; the first lines repeat the message. */
function frames(stack: string): string {
  const lines = stack.split('\n').filter((line) => /^ {4}at .*(?::\d+:\d+\)?|<anonymous>\)?|native\)?)$/.test(line));
  return lines.slice(0, FRAMES).join('\n');
}
