import { type KeyUnusableError } from '@vigie/cases';
import { type DeadLetter, type RecordBatch } from '@vigie/kafka';
import { type Case, type CaseInput, type CaseVerdict } from '@vigie/safety';

export interface HandledInput {
  readonly input: CaseInput;
  readonly verdict: CaseVerdict;
}

export interface HandledBatch {
  readonly batch: RecordBatch;
  readonly letters: readonly DeadLetter[];
  readonly inputs: readonly HandledInput[];
  /** Those that changed, as they are now. */
  readonly cases: readonly Case[];
  readonly milliseconds: number;
}

/** What the case side tells logs and metrics, once a batch. */
export interface AlertsReport {
  batchHandled(batch: HandledBatch): void;
  /** Somebody else wrote to the log between load and append. */
  decidedAnew(partition: number): void;
  /** Cases went on under a new data key, since this process cannot unwrap the one they had. */
  keysUnusable(partition: number, errors: readonly KeyUnusableError[]): void;
}
