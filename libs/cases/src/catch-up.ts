/**
 * Brings the view of some partitions to the end of their logs, from where it stands: from the beginning when Redis has
 * been wiped, from an old snapshot, or from the batch before a crash. Several may do so at once: every write names
 * where it starts, and who finds that another was faster goes on from there.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Broker, type KafkaRecord } from '@vigie/kafka';
import { OperatorError } from '@vigie/runtime';
import { foldEventRecords, foldKeyRecords } from './fold-records.ts';
import { type CaseTopics } from './topics.ts';
import { type ApplyResult, type CaseView, type ViewBatch, type ViewPosition } from './view/case-view.ts';

/** Records applied at once: evidence makes them large. */
const MOST_RECORDS = 250;
const WAIT_MS = 100;
const WAITS_BEFORE_TAKEOVER = 400;

export interface CatchUpDeps {
  readonly broker: Pick<Broker, 'readLog' | 'offsets'>;
  readonly view: CaseView;
  readonly topics: CaseTopics;
}

export interface CatchUpOptions {
  readonly signal?: AbortSignal;
  /** Called after each batch and while waiting; what it throws ends the work. */
  readonly heartbeat?: () => Promise<void>;
  readonly onProgress?: (progress: CatchUpProgress) => void;
}

export interface CatchUpProgress {
  readonly partition: number;
  readonly position: ViewPosition;
  readonly end: ViewPosition;
}

/** The log ends before the place up to which the view has read it: records are gone, and a person must look. */
export class LogShorterThanViewError extends OperatorError {
  override readonly name = 'LogShorterThanViewError';
}

/** @returns where each partition ended, which is at least where its logs ended when this was called. */
export async function catchUp(
  deps: CatchUpDeps,
  partitions: readonly number[],
  options: CatchUpOptions = {},
): Promise<ReadonlyMap<number, ViewPosition>> {
  const ends = await logEnds(deps);
  const reached = new Map<number, ViewPosition>();
  let started = false;
  for (const partition of partitions) {
    const { begin, end } = logOf(ends, partition);
    let waits = 0;
    for (;;) {
      const at = (await deps.view.positions()).get(partition) ?? null;
      const isReady = at !== null && (await deps.view.ready()).has(partition);
      if (isReady && at.events >= end.events && at.keys >= end.keys) {
        await mustNotLeadLog(deps, partition, at, end);
        reached.set(partition, at);
        break;
      }
      started ||= !isReady;
      if ((await readOn(deps, { partition, at, begin, end, quiet: !isReady }, options)) !== 'wiping') continue;
      // Whoever deletes the view must be given time; but if it died over that, somebody has to finish it.
      if ((waits += 1) % WAITS_BEFORE_TAKEOVER === 0) await deps.view.wipe();
      await sleep(WAIT_MS);
      await options.heartbeat?.();
    }
  }
  // Whoever looks at a list of a lost view saw nothing of what has come back in silence.
  if (started) await deps.view.changes.reset();
  return reached;
}

interface Stretch {
  readonly partition: number;
  readonly at: ViewPosition | null;
  readonly begin: ViewPosition;
  readonly end: ViewPosition;
  readonly quiet: boolean;
}

/** One go; returns early when somebody else has moved the view, and the caller looks again where it stands. */
async function readOn(deps: CatchUpDeps, stretch: Stretch, options: CatchUpOptions): Promise<ApplyResult> {
  const { partition, end } = stretch;
  let { at } = stretch;
  const apply = async (batch: Pick<ViewBatch, 'next'> & Partial<ViewBatch>) => {
    options.signal?.throwIfAborted();
    const nothing = { cases: [], keys: [], answers: [], ready: false };
    await orMoved(deps.view, { ...nothing, partition, expected: at, announce: !stretch.quiet, ...batch });
    at = batch.next;
    options.onProgress?.({ partition, position: at, end });
    await options.heartbeat?.();
  };
  try {
    if (at === null) await apply({ next: stretch.begin });
    const from = at ?? stretch.begin;
    await readRange(deps, deps.topics.caseKeys, partition, [from.keys, end.keys], async (records, keys) => {
      await apply({ keys: foldKeyRecords(records), next: { ...(at ?? from), keys } });
    });
    await readRange(deps, deps.topics.caseEvents, partition, [from.events, end.events], async (records, events) => {
      const cases = await foldEventRecords(deps.view, partition, records);
      await apply({ cases, next: { ...(at ?? from), events } });
    });
    const now = at ?? from;
    const next = { events: Math.max(now.events, end.events), keys: Math.max(now.keys, end.keys) };
    await apply({ next, ready: true });
    return 'applied';
  } catch (error) {
    if (error instanceof MovedError) return error.result;
    throw error;
  }
}

class MovedError extends Error {
  readonly result: ApplyResult;
  constructor(result: ApplyResult) {
    super('The view stands elsewhere');
    this.result = result;
  }
}

async function orMoved(view: CaseView, batch: ViewBatch): Promise<void> {
  const result = await view.apply(batch);
  if (result !== 'applied') throw new MovedError(result);
}

async function readRange(
  deps: CatchUpDeps,
  topic: string,
  partition: number,
  [from, until]: readonly [number, number],
  onBatch: (records: readonly KafkaRecord[], next: number) => Promise<void>,
): Promise<void> {
  if (from >= until) return;
  await deps.broker.readLog([{ topic, partition, from, until }], async (batch) => {
    for (let at = 0; at < batch.records.length; at += MOST_RECORDS) {
      const records = batch.records.slice(at, at + MOST_RECORDS);
      await onBatch(records, (records.at(-1)?.offset ?? 0) + 1);
    }
  });
}

async function mustNotLeadLog(deps: CatchUpDeps, partition: number, at: ViewPosition, end: ViewPosition) {
  if (at.events === end.events && at.keys === end.keys) return;
  // Others append while this runs: only an end asked for after the position was read tells.
  const now = logOf(await logEnds(deps), partition).end;
  if (at.events <= now.events && at.keys <= now.keys) return;
  const where = `partition ${partition}: the view has read to ${at.events}/${at.keys}`;
  throw new LogShorterThanViewError(`${where}, the logs end at ${now.events}/${now.keys}; has a topic been recreated?`);
}

export type LogEnds = ReadonlyMap<number, { begin: ViewPosition; end: ViewPosition }>;

/** By partition. Keys last: an event that is seen has its key within what is seen. */
export async function logEnds({ broker, topics }: Pick<CatchUpDeps, 'broker' | 'topics'>): Promise<LogEnds> {
  const events = await broker.offsets(topics.caseEvents);
  const keys = new Map((await broker.offsets(topics.caseKeys)).map((offsets) => [offsets.partition, offsets]));
  return new Map(
    events.map(({ partition, begin, end }) => {
      const ofKeys = keys.get(partition);
      if (ofKeys === undefined) {
        throw new OperatorError(`${topics.caseKeys} needs as many partitions as ${topics.caseEvents}`);
      }
      return [partition, { begin: { events: begin, keys: ofKeys.begin }, end: { events: end, keys: ofKeys.end } }];
    }),
  );
}

function logOf(ends: LogEnds, partition: number) {
  const found = ends.get(partition);
  if (found === undefined) throw new Error(`The case log has no partition ${partition}`);
  return found;
}
