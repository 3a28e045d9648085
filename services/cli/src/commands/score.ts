import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { conversationKey, decodeChatEvent, HARMS, isRejection } from '@vigie/contracts';
import { assess, type Assessment, type Conversation, mayScan, newConversation } from '@vigie/safety';
import { CliError } from '../cli-error.ts';
import { judgesFrom, type Judges } from '../judges.ts';

export interface ScoreOptions {
  readonly in: string;
  readonly out: string;
  readonly policy: string;
  readonly model: string;
}

const LINES_AT_ONCE = 2000;

/** `vigie score`: ChatEvents as JSON lines in, one line per event out, in the same order; the same code as the scorer. */
export async function score(options: ScoreOptions): Promise<void> {
  const judges = await judgesFrom(options.model, options.policy);
  const input = options.in === '-' ? process.stdin : createReadStream(options.in);
  const output: Writable = options.out === '-' ? process.stdout : createWriteStream(options.out);
  try {
    await pipeline(Readable.from(scoredLines(linesOf(input), judges)), output, { end: options.out !== '-' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new CliError(`there is no file ${options.in}`);
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  } finally {
    await judges.model.dispose();
  }
}

/** Lines of JSON → lines of JSON, with their line ends. Empty lines are passed over, refused ones say why. */
export async function* scoredLines(lines: AsyncIterable<string[]>, judges: Judges) {
  const states = new Map<string, Conversation>();
  let line = 0;
  for await (const batch of lines) {
    const answers: (string | null)[] = [];
    const arrivals = batch.flatMap((text, i) => {
      line += 1;
      if (text.trim() === '') return [];
      const event = decodeChatEvent(Buffer.from(text), {});
      const scored = !isRejection(event) && mayScan(judges.policy, event);
      answers[i] = isRejection(event)
        ? JSON.stringify({ line, rejection: event })
        : scored
          ? null
          : JSON.stringify({ ...idsOf(event), passedOver: true });
      return scored ? [{ event, partition: 0, offset: line, answer: i }] : [];
    });
    const assessments = await assess(arrivals, (event) => stateOf(states, event, judges.model.info.id), judges);
    assessments.forEach((assessment, k) => {
      answers[arrivals[k]!.answer] = answerOf(assessment);
    });
    const written = answers.filter((answer) => typeof answer === 'string');
    if (written.length > 0) yield `${written.join('\n')}\n`;
  }
}

function stateOf(
  states: Map<string, Conversation>,
  event: Assessment['arrival']['event'],
  model: string,
): Conversation {
  const key = conversationKey(event);
  let state = states.get(key);
  if (state === undefined) states.set(key, (state = newConversation(model)));
  return state;
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

function idsOf({ eventId, tenantId, conversationId, senderId }: Assessment['arrival']['event']) {
  return { eventId, tenantId, conversationId, senderId };
}

function byHarm(values: readonly number[]): Record<string, number> {
  return Object.fromEntries(HARMS.map((harm, i) => [harm, values[i]!]));
}

async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    batch.push(line);
    if (batch.length === LINES_AT_ONCE) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
