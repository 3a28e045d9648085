import { type RejectionCode } from '@vigie/contracts';
import { type RecordBatch } from '@vigie/kafka';
import { kafkaEvents, scorerEvents, type Telemetry } from '@vigie/runtime';
import { type Assessment } from '@vigie/safety';
import { type LoadResult } from './conversations.ts';
import { type DecodedBatch } from './decode-batch.ts';
import { type Stopwatch } from './stopwatch.ts';

/** What became of a batch. */
export interface BatchReport {
  readonly batch: RecordBatch;
  readonly decoded: DecodedBatch;
  readonly loaded: LoadResult;
  readonly assessments: readonly Assessment[];
  readonly stages: ReturnType<Stopwatch['stages']>;
}

/** Metrics and log lines of a batch: counts and times, once, after its effects are durable. */
export function reportBatch(telemetry: Telemetry, now: () => number): (report: BatchReport) => void {
  return ({ batch, decoded, loaded, assessments, stages }) => {
    const rejected: Partial<Record<RejectionCode, number>> = {};
    for (const { rejection } of decoded.rejected) rejected[rejection.code] = (rejected[rejection.code] ?? 0) + 1;
    const scored = assessments.filter(({ result }) => result !== null);
    const byTransformer = scored.filter(({ result }) => result?.stage === 'transformer').length;
    telemetry.emit(scorerEvents.batchScored, {
      partition: batch.partition,
      records: batch.records.length,
      messages: {
        scored: scored.length,
        repeated: assessments.length - scored.length,
        rejected: decoded.rejected.length,
        passed_over: decoded.passedOver.length,
      },
      rejected,
      judged: { gate: scored.length - byTransformer, transformer: byTransformer },
      conversations: loaded.counts,
      foreignKeys: decoded.foreignKeys,
      seconds: Object.values(stages).reduce((sum, seconds) => sum + seconds, 0),
      stages,
    });
    for (const { result } of assessments) {
      for (const { flagId, harm, severity, degraded } of result?.flags ?? []) {
        telemetry.emit(scorerEvents.flagRaised, { flagId, harm, severity, degraded });
      }
    }
    if (decoded.rejected.length > 0) {
      telemetry.emit(kafkaEvents.deadLettersSent, {
        topic: batch.topic,
        partition: batch.partition,
        records: decoded.rejected.length,
        offset: decoded.rejected[0]!.record.offset,
      });
    }
    const newest = Math.max(...scored.map(({ arrival }) => arrival.event.sentAt));
    if (scored.length > 0) {
      telemetry.emit(scorerEvents.delayMeasured, { seconds: Math.max(0, now() - newest) / 1000 });
    }
  };
}
