import { OperatorError } from '@vigie/runtime';

/** Something that the person at the terminal can mend; the message is the whole answer. */
export class CliError extends OperatorError {
  override readonly name = 'CliError';
}

export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `cannot read /tmp/x (ENOENT)` */
export function fileFault(what: 'read' | 'write', file: string, cause: unknown): CliError {
  return new CliError(`cannot ${what} ${file} (${(cause as NodeJS.ErrnoException).code ?? reason(cause)})`, { cause });
}
