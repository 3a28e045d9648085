import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ChatEvent, decodeChatEvent, HARMS, isRejection } from '@vigie/contracts';
import { assess, type Assessment, mayScan } from '@vigie/safety';
import { CliError, fileFault } from '../cli-error.ts';
import { Conversations } from '../conversations.ts';
import { judgesFrom, type Judges } from '../judges.ts';
import { bytesOf, isBlank, lines } from '../lines.ts';

export interface ScoreOptions {
  readonly in: string;
  readonly out: string;
  readonly policy: string;
  readonly model: string;
}

/** `vigie score`: ChatEvents as JSON lines in, one line per event out, in the same order; the same code as the scorer. */
export async function score(options: ScoreOptions): Promise<void> {
  const judges = await judgesFrom(options.model, options.policy);
  const scored = scoredLines(lines(bytesOf(options.in)), judges);
  const output = options.out === '-' ? process.stdout : createWriteStream(options.out);
  try {
    await pipeline(Readable.from(scored), output, { end: options.out !== '-' });
  } catch (error) {
    const { syscall } = error as NodeJS.ErrnoException;
    if (error instanceof CliError || syscall === undefined) throw error;
    throw fileFault('write', options.out, error);
  } finally {
    await judges.model.dispose();
  }
}

/** Lines of JSON → lines of JSON, with their line ends. Empty lines are passed over, refused ones say why. */
export async function* scoredLines(
  batches: AsyncIterable<Buffer[]>,
  judges: Judges,
  conversations = new Conversations(judges.model.info.id),
): AsyncGenerator<string> {
  let line = 0;
  for await (const batch of batches) {
    const answers: (string | null)[] = [];
    const arrivals = batch.flatMap((bytes, i) => {
      line += 1;
      if (isBlank(bytes)) return [];
      const event = decodeChatEvent(bytes, {});
      const scored = !isRejection(event) && mayScan(judges.policy, event);
      answers[i] = isRejection(event)
        ? JSON.stringify({ line, rejection: event })
        : scored
          ? null
          : JSON.stringify({ ...idsOf(event), passedOver: true });
      return scored ? [{ event, partition: 0, offset: line, answer: i }] : [];
    });
    const assessments = await assess(arrivals, ({ event }) => conversations.of(event), judges);
    conversations.pack();
    assessments.forEach((assessment, k) => {
      answers[arrivals[k]!.answer] = answerOf(assessment);
    });
    const written = answers.filter((answer) => typeof answer === 'string');
    if (written.length > 0) yield `${written.join('\n')}\n`;
  }
}

function answerOf({ arrival, result }: Assessment): string {
  const ids = idsOf(arrival.event);
  if (result === null) return JSON.stringify({ ...ids, repeated: true, flags: [] });
  return JSON.stringify({
    ...ids,
    message: byHarm(result.message),
    risk: byHarm(result.risk),
    stage: result.stage,
    flags: result.flags.map(({ flagId, harm, severity, actorId, targetIds, score, threshold, stages, versions }) => ({
      flagId,
      harm,
      severity,
      actorId,
      targetIds,
      score,
      threshold,
      stages,
      versions,
    })),
  });
}

function idsOf({ eventId, tenantId, conversationId, senderId }: ChatEvent) {
  return { eventId, tenantId, conversationId, senderId };
}

function byHarm(values: readonly number[]): Record<string, number> {
  return Object.fromEntries(HARMS.map((harm, i) => [harm, values[i]!]));
}
