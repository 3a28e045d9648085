import { TOPICS } from '@vigie/contracts';
import {
  type BatchContext,
  type BatchHandler,
  type ProduceRecord,
  type RecordBatch,
  type RecordProducer,
} from '@vigie/kafka';
import {
  assess,
  type Assessment,
  type Conversation,
  type Policy,
  type ScoringModel,
  type Thresholds,
} from '@vigie/safety';
import { type Conversations, type Loaded } from './conversations.ts';
import { type DecodedBatch, decodeBatch, type RecordArrival } from './decode-batch.ts';
import { flagRecord } from './flag-record.ts';
import { type BatchReport } from './report-batch.ts';
import { stopwatch } from './stopwatch.ts';

export interface ScoreBatchParts {
  /** Model and policy in force; read once per batch, so that a batch is scored by one of each. */
  readonly inForce: () => { readonly model: ScoringModel; readonly policy: Policy; readonly thresholds: Thresholds };
  readonly conversations: Conversations;
  readonly producer: RecordProducer;
  /** Resolves when every dead letter is acknowledged. */
  readonly sendDeadLetters: (rejected: DecodedBatch['rejected']) => Promise<void>;
  /** Told of every batch whose effects are durable. */
  readonly report: (batch: BatchReport) => void;
  readonly flagsTopic?: string;
}

/**
 * What the scorer does with a batch of one partition:
 *
 * 1. decode; set apart what cannot be read and what may not be scanned
 * 2. load the states of the conversations
 * 3. views, tokens and the message stage for all      ┐
 * 4. one step of each speaker's track                 │ `assess`: pure, the same in `vigie score`
 * 5. the transformer for the few that need it         │
 * 6. decide by policy                                 ┘
 * 7. effects: flags to Kafka, then the states, dead letters to Kafka, and last — when this has resolved — the offset
 *
 * Promise: whatever happens between two effects, the batch comes again and repeats the same flags (their ids come from
 * content) as long as the states are not saved, and changes nothing once they are. A fault throws; nothing is skipped.
 */
export function scoreBatch(parts: ScoreBatchParts): BatchHandler {
  const { inForce, conversations, producer, sendDeadLetters, report, flagsTopic = TOPICS.flags } = parts;

  return async (batch: RecordBatch, context: BatchContext) => {
    const time = stopwatch();
    const by = inForce();
    const decoded = decodeBatch(batch, by.policy);
    time.lap('decode');

    const keys = new Set(decoded.arrivals.map(({ key }) => key));
    const loaded = await conversations.load(batch.partition, keys, by.model.info.id);
    time.lap('load');

    try {
      const assessments = await assess(decoded.arrivals, ({ key }) => loaded.conversations.get(key)!, by, time.lap);
      const flags = flagRecords(assessments);

      await context.heartbeat();
      if (flags.length > 0) await producer.send(flagsTopic, flags);
      time.lap('flags');
      // A send can outlast the membership; whoever owns the partition by then has newer states.
      await context.heartbeat();
      await conversations.save(batch.partition, changed(assessments, loaded.conversations));
      time.lap('save');
      if (decoded.rejected.length > 0) await sendDeadLetters(decoded.rejected);
      time.lap('dead_letters');
      report({ batch, decoded, loaded, assessments, stages: time.stages() });
    } catch (error) {
      conversations.forget(keys);
      throw error;
    }
  };
}

function flagRecords(assessments: readonly Assessment<RecordArrival>[]): ProduceRecord[] {
  return assessments.flatMap(({ arrival, result }) =>
    (result?.flags ?? []).map((flag) => flagRecord(flag, arrival.headers)),
  );
}

/** Conversations that an event has moved; a batch of nothing but repeats writes nothing. */
function changed(assessments: readonly Assessment<RecordArrival>[], all: Loaded): Loaded {
  const moved = new Map<string, Conversation>();
  for (const { arrival, result } of assessments) {
    if (result !== null) moved.set(arrival.key, all.get(arrival.key)!);
  }
  return moved;
}
