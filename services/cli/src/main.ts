import { OperatorError } from '@vigie/runtime';
import { reason } from './cli-error.ts';
import { program } from './program.ts';
import { surroundings } from './surroundings.ts';

/** The command line tool. Errors are a sentence and exit code 1. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0); // `| head` has read enough.
  console.error(`vigie: cannot write standard output (${error.code ?? error.message})`);
  process.exit(1);
});
process.stderr.on('error', () => {}); // That nobody reads how far it is ends no command.

try {
  await program(surroundings(process.env), () => (process.exitCode = 1)).parseAsync();
} catch (error) {
  console.error(`vigie: ${reason(error)}`);
  const isForeseen = error instanceof OperatorError;
  if (!isForeseen && process.argv.includes('--debug') && error instanceof Error) console.error(error.stack);
  process.exitCode = 1;
}
