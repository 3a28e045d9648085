import { readFileSync } from 'node:fs';
import { RedisCaseView } from '@vigie/cases';
import { Command, Option } from 'commander';
import { CliError } from './cli-error.ts';
import { doctor } from './commands/doctor.ts';
import { listDeadLetters, redriveDeadLetters } from './commands/dead-letters.ts';
import { rebuild } from './commands/rebuild.ts';
import { score } from './commands/score.ts';
import { demoRecords, fileRecords, send } from './commands/send.ts';
import { createTopics } from './commands/topics.ts';
import { watch } from './commands/watch.ts';
import { withBroker, withRedis } from './connect.ts';
import { type Surroundings } from './surroundings.ts';
import { wholeNumber } from './whole-number.ts';

/** The commands and their options. What each does is in a file of its own; `failed` is called for exit code 1. */
export function program(here: Surroundings, failed: () => void): Command {
  const vigie = new Command('vigie')
    .description('Vigie: sees grooming, extortion and violence coming in chat streams.')
    .version(version())
    .option('--debug', 'with the stack of an error that nobody has foreseen')
    .showHelpAfterError('(vigie --help tells what there is)');
  const model = new Option('--model <dir>', 'model bundle').default(here.modelDir);
  const policy = new Option('--policy <file>', 'policy file').default(here.policyFile);
  const exitBy = (well: boolean) => (well ? undefined : failed());

  vigie
    .command('score')
    .description('score ChatEvents offline: JSON lines in, one line per event out; no Kafka, no Redis')
    .option('--in <file>', 'ChatEvents, one JSON a line; - is standard input', '-')
    .option('--out <file>', '- is standard output', '-')
    .addOption(policy)
    .addOption(model)
    .action(score);

  vigie
    .command('send')
    .description('send ChatEvents (JSON lines, byte for byte) to chat.events')
    .argument('[file]', 'file, or - for standard input')
    .option('--demo', 'the bundled demonstration conversations instead, as if they ended now')
    .option('--rate <n>', 'at most so many messages a second', wholeNumber(1))
    .action((file: string | undefined, options) => {
      if ((file === undefined) !== (options.demo === true))
        throw new CliError('name a file, or - for standard input, or --demo');
      const records = file === undefined ? demoRecords(here.demoFile) : fileRecords(file);
      return withBroker(here.kafka(), (broker) => send(broker, records, options.rate));
    });

  vigie
    .command('watch')
    .description('print flags as they are raised (no message text), until Ctrl-C')
    .option('--from-start', 'also those that lie in the topic')
    .option('--json', 'one JSON object a line')
    .action((options) => withBroker(here.kafka(), (broker) => watch(broker, options)));

  vigie
    .command('rebuild')
    .description('delete the Redis view of all cases and build it anew from safety.case-events')
    .action(() =>
      withBroker(here.kafka(), (broker) =>
        withRedis(here.redisUrl(), async (redis) => {
          const view = new RedisCaseView(redis);
          await rebuild(broker, view).finally(() => view.close());
        }),
      ),
    );

  const topics = vigie.command('topics').description('topics of Vigie');
  topics
    .command('create')
    .description('create the topics that are missing; never changes one that is there')
    .option('--partitions <n>', 'partitions of each', wholeNumber(1), 6)
    .action((options) => withBroker(here.kafka(), (broker) => createTopics(broker, options)));

  const deadLetters = vigie.command('dlt').description('dead letters: events that could not be read');
  const topic = new Option('--topic <name>', 'source topic').default('chat.events');
  deadLetters
    .command('list')
    .description('where each dead letter comes from and why it was refused (no message text), oldest first')
    .addOption(topic)
    .option('--limit <n>', 'only so many, the newest', wholeNumber(1), 100)
    .option('--json', 'one JSON object a line')
    .action((options) => withBroker(here.kafka(), (broker) => listDeadLetters(broker, options)));
  deadLetters
    .command('redrive')
    .description('send dead letters to their topic again, after the cause is mended; those that were cut are named')
    .addOption(topic)
    .option('--code <code>', 'only those refused for this reason')
    .option('--from <offset>', 'from this offset of the dead-letter topic on', wholeNumber(0), 0)
    .option('--dry-run', 'only say which')
    .action(async (options) => exitBy(await withBroker(here.kafka(), (broker) => redriveDeadLetters(broker, options))));

  vigie
    .command('doctor')
    .description('check brokers, topics, lag, Redis, model bundle and policy, and say what is wrong')
    .addOption(policy)
    .addOption(model)
    .action(async (options) => exitBy(await doctor(here, options)));
  return vigie;
}

function version(): string {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}
