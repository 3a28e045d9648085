import { caseId, conversationKey, decodeFlag, encodeFlag, type Flag, isRejection, LIMITS } from '@vigie/contracts';
import { reject, type Rejection } from '@vigie/contracts';
import { decodeCommand } from '@vigie/cases';
import { type DeadLetter, type KafkaRecord } from '@vigie/kafka';
import { type CaseInput } from '@vigie/safety';

export interface DecodedInput {
  readonly input: CaseInput;
  /** Of the record: what the events made of it will weigh, about. */
  readonly bytes: number;
}

export interface DecodedInputs {
  readonly inputs: readonly DecodedInput[];
  readonly letters: readonly DeadLetter[];
}

/** A flag and what Vigie adds to it must fit into one record of the case log, whose topic takes 1 MiB. */
export const MOST_BYTES = 900 * 1024;
const MOST = { ids: 256, stages: 64, stageLength: 64 } as const;

export function decodeInputs(
  records: readonly KafkaRecord[],
  topics: { flags: string; commands: string },
): DecodedInputs {
  const inputs: DecodedInput[] = [];
  const letters: DeadLetter[] = [];
  for (const record of records) {
    const input = record.topic === topics.flags ? flagOf(record) : commandOf(record);
    if (isRejection(input)) letters.push({ record, reason: input });
    else inputs.push({ input, bytes: record.value?.length ?? 0 });
  }
  return { inputs, letters };
}

export function caseIdOf(input: CaseInput): string {
  return input.kind === 'flag' ? caseId(input.flag) : input.command.caseId;
}

/**
 * Most records of a batch, and most inputs of one append. A crash repeats at most the batch that was not committed: a
 * case remembers the answers to more than twice as many commands (CASE_LIMITS.commands of libs/safety).
 */
export const MOST_BATCH_RECORDS = 200;

/** Parts of about one append each: so many inputs and about 512 KiB, and at least one input. */
export function* slices(inputs: readonly DecodedInput[]): Generator<readonly DecodedInput[]> {
  let slice: DecodedInput[] = [];
  let bytes = 0;
  for (const input of inputs) {
    if (slice.length === MOST_BATCH_RECORDS || (slice.length > 0 && bytes + input.bytes > 512 * 1024)) {
      yield slice;
      [slice, bytes] = [[], 0];
    }
    slice.push(input);
    bytes += input.bytes;
  }
  if (slice.length > 0) yield slice;
}

function flagOf(record: KafkaRecord): CaseInput | Rejection {
  const refusal = refuseEnvelope(record);
  if (refusal !== null) return refusal;
  const flag = decodeFlag(record.value);
  if (isRejection(flag)) return flag;
  return refuseFlag(flag) ?? refuseKey(record, flag) ?? { kind: 'flag', flag };
}

function commandOf(record: KafkaRecord): CaseInput | Rejection {
  const refusal = refuseEnvelope(record);
  if (refusal !== null) return refusal;
  const command = decodeCommand(record.value);
  if (isRejection(command)) return command;
  return refuseKey(record, command) ?? { kind: 'command', command };
}

function refuseEnvelope({ value, headers }: KafkaRecord): Rejection | null {
  const type = headers['content-type']?.toString();
  if (type !== undefined && type !== 'application/protobuf') return reject('CONTENT_TYPE_UNSUPPORTED', '');
  return (value?.length ?? 0) > MOST_BYTES ? reject('VALUE_TOO_LARGE', '') : null;
}

/** With another key the record lies in a partition that does not own the case. */
function refuseKey({ key }: KafkaRecord, of: { tenantId: string; conversationId: string }): Rejection | null {
  return key?.toString() === conversationKey(of) ? null : reject('ID_INVALID', 'key');
}

/** What a case could not carry: ids without end, numbers that JSON lacks, times that no calendar has. */
function refuseFlag(flag: Flag): Rejection | null {
  for (const field of ['flagId', 'tenantId', 'conversationId', 'actorId', 'eventId'] as const) {
    if (isLong(flag[field])) return reject('FIELD_TOO_LONG', field);
  }
  for (const field of ['language', 'country'] as const) {
    if (isLong(flag[field])) return reject('FIELD_TOO_LONG', field);
  }
  for (const field of ['model', 'policy', 'normaliser'] as const) {
    if (isLong(flag.versions[field])) return reject('FIELD_TOO_LONG', `versions.${field}`);
  }
  if (flag.targetIds.length > MOST.ids || flag.targetIds.some(isLong)) return reject('FIELD_TOO_LONG', 'targetIds');
  if (flag.participants.length > MOST.ids || flag.participants.some(({ id }) => isLong(id))) {
    return reject('FIELD_TOO_LONG', 'participants');
  }
  if (flag.stages.length > MOST.stages || flag.stages.some((stage) => stage.length > MOST.stageLength)) {
    return reject('FIELD_TOO_LONG', 'stages');
  }
  if (!Number.isFinite(flag.score)) return reject('FIELD_TYPE', 'score');
  if (!Number.isFinite(flag.threshold)) return reject('FIELD_TYPE', 'threshold');
  if (!isDate(flag.raisedAt)) return reject('DATE_OUT_OF_RANGE', 'raisedAt');
  if (flag.firstSeenAt !== 0 && !isDate(flag.firstSeenAt)) return reject('DATE_OUT_OF_RANGE', 'firstSeenAt');
  const message = flag.evidence.findIndex(({ sentAt }) => !isDate(sentAt));
  if (message !== -1) return reject('DATE_OUT_OF_RANGE', `evidence[${message}].sentAt`);
  return flagBytes(flag) > MOST_BYTES ? reject('VALUE_TOO_LARGE', '') : null;
}

/** What FLAG_ADDED weighs, about: the whole flag sealed, and its facts once more in the clear. */
export function flagBytes(flag: Flag): number {
  return encodeFlag(flag).length + encodeFlag({ ...flag, evidence: [] }).length;
}

function isLong(text: string): boolean {
  return text.length > LIMITS.idLength;
}

function isDate(time: number): boolean {
  return time >= LIMITS.earliestSentAt && time < LIMITS.latestSentAt;
}
