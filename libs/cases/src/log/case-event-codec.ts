/**
 * CaseEvent ⇄ value of a `safety.case-events` record. Texts (a flag's evidence, comments, reasons) are sealed under
 * the case's data key; everything else can be read, folded and listed without any key.
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { encodeFlag, pb } from '@vigie/contracts';
import { type CaseEvent } from '@vigie/safety';
import { type DataKey, seal, unseal } from '../keys/sealing.ts';
import { changeFromMessage, changeToMessage } from './case-change-codec.ts';
import { evidenceOf, harmOf, instant, milliseconds } from './wire.ts';

/** An event as it lies in the log: `event` has `null` for every text. */
export interface SealedCaseEvent {
  readonly event: CaseEvent;
  readonly sealed: Uint8Array | null;
  /** Empty when nothing is sealed. */
  readonly keyId: string;
}

export function hasText(event: CaseEvent): boolean {
  return event.type === 'FLAG_ADDED' || event.type === 'COMMENTED' || event.type === 'DECIDED';
}

/** The same event and key give the same bytes. `key` may be null only for an event without text. */
export function encodeCaseEvent(event: CaseEvent, key: DataKey | null): Uint8Array {
  const plain = textOf(event);
  if (plain !== null && key === null) throw new Error(`Event ${event.sequence} of case ${event.caseId} needs a key`);
  const sealed = plain === null || key === null ? null : seal(key, event.caseId, event.sequence, plain);
  const message = create(pb.CaseEventSchema, {
    caseId: event.caseId,
    sequence: event.sequence,
    previous: event.previous,
    tenantId: event.tenantId,
    conversationId: event.conversationId,
    actorId: event.actorId,
    harm: event.harm,
    recordedAt: instant(event.recordedAt),
    recordedBy: event.recordedBy,
    causeId: event.causeId,
    keyId: sealed === null ? '' : (key?.keyId ?? ''),
    event: changeToMessage(event, sealed),
  });
  return toBinary(pb.CaseEventSchema, message);
}

/** @throws for bytes that Vigie did not write: the log of record is damaged, and nothing may be guessed. */
export function decodeCaseEvent(value: Uint8Array): SealedCaseEvent {
  const message = fromBinary(pb.CaseEventSchema, value);
  const { caseId, sequence, previous, tenantId, conversationId, actorId, recordedBy, causeId, keyId } = message;
  const harm = harmOf(message.harm);
  const recordedAt = milliseconds(message.recordedAt);
  const head = { caseId, sequence, previous, tenantId, conversationId, actorId, harm, recordedAt, recordedBy, causeId };
  const { change, sealed } = changeFromMessage(message.event);
  return { event: { ...head, ...change }, sealed, keyId };
}

/** With the key of its `keyId` the event has its texts; without (erased) it stays as it is. */
export function openCaseEvent(stored: SealedCaseEvent, key: DataKey | undefined): CaseEvent {
  const { event, sealed } = stored;
  if (sealed === null || key === undefined) return event;
  const plain = unseal(key, event.caseId, event.sequence, sealed);
  if (event.type === 'FLAG_ADDED') return { ...event, evidence: evidenceOf(plain) };
  if (event.type === 'COMMENTED') return { ...event, text: plain.toString() };
  if (event.type === 'DECIDED') return { ...event, reason: plain.toString() };
  return event;
}

function textOf(event: CaseEvent): Uint8Array | null {
  if (event.type === 'COMMENTED') return Buffer.from(event.text ?? '');
  if (event.type === 'DECIDED') return Buffer.from(event.reason ?? '');
  if (event.type !== 'FLAG_ADDED') return null;
  const { tenantId, conversationId, actorId, harm, flag, evidence } = event;
  if (evidence === null) throw new Error(`Event ${event.sequence} of case ${event.caseId} has lost its evidence`);
  return encodeFlag({ tenantId, conversationId, actorId, harm, ...flag, evidence });
}
