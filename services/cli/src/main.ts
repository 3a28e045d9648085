import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { doctor } from './commands/doctor.ts';
import { listDeadLetters, redriveDeadLetters } from './commands/dead-letters.ts';
import { rebuild } from './commands/rebuild.ts';
import { score } from './commands/score.ts';
import { send } from './commands/send.ts';
import { createTopics } from './commands/topics.ts';
import { watch } from './commands/watch.ts';
import { CliError } from './cli-error.ts';
import { surroundings } from './surroundings.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The command line tool. Each command is one file; what it needs to know of the system comes from `surroundings`. */
const program = new Command('vigie')
  .description('Vigie: sees grooming, extortion and violence coming in chat streams.')
  .version(version)
  .showHelpAfterError('(vigie --help tells what there is)');
const here = surroundings(process.env);

const model = new Option('--model <dir>', 'model bundle').default(here.modelDir);
const policy = new Option('--policy <file>', 'policy file').default(here.policyFile);

program
  .command('score')
  .description('score ChatEvents offline: JSON lines in, one line per event out; no Kafka, no Redis')
  .option('--in <file>', 'ChatEvents, one JSON a line; - is standard input', '-')
  .option('--out <file>', '- is standard output', '-')
  .addOption(policy)
  .addOption(model)
  .action(score);

program
  .command('send')
  .description('send ChatEvents (JSON lines) to chat.events')
  .argument('[file]', 'file, or - for standard input')
  .option('--demo', 'the bundled demonstration conversations, as if they ended now')
  .option('--rate <n>', 'messages a second', Number)
  .action((file, options) => send(here, file, options));

program
  .command('watch')
  .description('print flags as they are raised (no message text)')
  .option('--from-start', 'also those that lie in the topic')
  .option('--json', 'one JSON object a line')
  .action((options) => watch(here, options));

program
  .command('rebuild')
  .description('build the Redis view of all cases anew from safety.case-events')
  .action(() => rebuild(here));

const topics = program.command('topics').description('topics of Vigie');
topics
  .command('create')
  .description('create the topics that are missing; never changes one that is there')
  .option('--partitions <n>', 'partitions of each', Number, 6)
  .action((options) => createTopics(here, options));

const deadLetters = program.command('dlt').description('dead letters: events that could not be read');
deadLetters
  .command('list')
  .option('--topic <name>', 'source topic', 'chat.events')
  .option('--limit <n>', 'newest only', Number, 100)
  .option('--json', 'one JSON object a line')
  .action((options) => listDeadLetters(here, options));
deadLetters
  .command('redrive')
  .description('send dead letters to their topic again, after the cause is mended')
  .option('--topic <name>', 'source topic', 'chat.events')
  .option('--code <code>', 'only those refused for this reason')
  .option('--from <offset>', 'from this offset of the dead-letter topic on', Number, 0)
  .option('--dry-run', 'only say which')
  .action((options) => redriveDeadLetters(here, options));

program
  .command('doctor')
  .description('check brokers, topics, Redis, model bundle and policy, and say what is wrong')
  .addOption(policy)
  .addOption(model)
  .action((options) => doctor(here, options));

try {
  await program.parseAsync();
} catch (error) {
  const known = error instanceof CliError;
  console.error(`vigie: ${error instanceof Error ? error.message : String(error)}`);
  if (!known && error instanceof Error && process.env.VIGIE_DEBUG !== undefined) console.error(error.stack);
  process.exitCode = 1;
}
