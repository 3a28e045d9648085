import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { decodeFlag, type Flag, isRejection, TOPICS } from '@vigie/contracts';
import { type Broker } from '@vigie/kafka';
import { CliError, reason } from '../cli-error.ts';

export interface WatchOptions {
  readonly fromStart?: boolean;
  readonly json?: boolean;
}

/** `vigie watch`: flags as they are raised, until Ctrl-C. Never text: a terminal keeps what it shows. */
export async function watch(broker: Broker, options: WatchOptions, untilEnd = untilSignal): Promise<void> {
  const crashed = Promise.withResolvers<unknown>();
  const consumer = broker.consumer({
    groupId: `vigie-watch-${randomUUID()}`,
    topics: [TOPICS.flags],
    startFrom: options.fromStart === true ? 'earliest' : 'latest',
    onCrash: (error) => crashed.resolve(new CliError(`${TOPICS.flags} can no longer be read (${reason(error)})`)),
  });
  await consumer.start(async (batch) => {
    for (const record of batch.records) {
      const flag = decodeFlag(record.value);
      if (!isRejection(flag)) console.log(options.json === true ? asJson(flag) : asLine(flag));
    }
  });
  console.error(`Watching ${TOPICS.flags}; Ctrl-C ends.`);
  const crash = await Promise.race([crashed.promise, untilEnd()]);
  await consumer.stop();
  if (crash instanceof CliError) throw crash;
}

async function untilSignal(): Promise<unknown> {
  return Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}

function asJson({ evidence: _evidence, participants: _participants, ...flag }: Flag): string {
  return JSON.stringify({ ...flag, raisedAt: iso(flag.raisedAt), firstSeenAt: iso(flag.firstSeenAt) });
}

function asLine(flag: Flag): string {
  const { severity, harm, score, tenantId, conversationId, actorId, targetIds, stages } = flag;
  const targets = targetIds.length === 0 ? '' : ` → ${targetIds.join(', ')}`;
  return `${iso(flag.raisedAt)}  ${severity}  ${harm.padEnd(9)}  ${score.toFixed(3)}  ${tenantId}:${conversationId}  ${actorId}${targets}  ${stages.join(' ')}`;
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
