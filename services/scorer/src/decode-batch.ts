import { type ChatEvent, conversationKey, decodeChatEvent, isRejection, type Rejection } from '@vigie/contracts';
import { type KafkaRecord, type RecordBatch } from '@vigie/kafka';
import { type Arrival, mayScan, type Policy } from '@vigie/safety';

export interface DecodedBatch {
  /** Events to be scored, in order. */
  readonly arrivals: readonly Arrival[];
  /** The record of an arrival, for what travels in its headers. */
  readonly recordOf: ReadonlyMap<Arrival, KafkaRecord>;
  readonly rejected: readonly { readonly record: KafkaRecord; readonly rejection: Rejection }[];
  /** Events that the policy does not allow to scan. */
  readonly passedOver: readonly ChatEvent[];
  /**
   * Events whose record key is not their conversation's. When they come by several partitions, two scorers write one state
   * and lose each other's updates.
   */
  readonly foreignKeys: number;
}

/** Bytes → events; what cannot be read and what may not be scanned is set apart. */
export function decodeBatch(batch: RecordBatch, policy: Policy): DecodedBatch {
  const arrivals: Arrival[] = [];
  const recordOf = new Map<Arrival, KafkaRecord>();
  const rejected: { record: KafkaRecord; rejection: Rejection }[] = [];
  const passedOver: ChatEvent[] = [];
  let foreignKeys = 0;
  for (const record of batch.records) {
    const event = decodeChatEvent(record.value, record.headers);
    if (isRejection(event)) {
      rejected.push({ record, rejection: event });
      continue;
    }
    if (!mayScan(policy, event)) {
      passedOver.push(event);
      continue;
    }
    if (record.key?.toString() !== conversationKey(event)) foreignKeys += 1;
    const { partition, offset, timestamp: receivedAt } = record;
    const arrival = { event, partition, offset, receivedAt };
    arrivals.push(arrival);
    recordOf.set(arrival, record);
  }
  return { arrivals, recordOf, rejected, passedOver, foreignKeys };
}
