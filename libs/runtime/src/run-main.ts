import { OperatorError } from './operator-error.ts';
import { describeError } from './telemetry/describe-error.ts';

/**
 * Starts a process. When that fails, says why on stderr, without content and without a stack where the operator can
 * help (a setting, a file), and exits 1.
 */
export async function runMain(
  start: () => Promise<unknown>,
  host: { readonly stderr: Pick<NodeJS.WriteStream, 'write'>; exit(code: number): unknown } = process,
): Promise<void> {
  try {
    await start();
  } catch (error) {
    host.stderr.write(`${error instanceof OperatorError ? error.message : JSON.stringify(describeError(error))}\n`);
    host.exit(1);
  }
}
