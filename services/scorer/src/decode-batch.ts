import { type ChatEvent, conversationKey, decodeChatEvent, isRejection, type Rejection } from '@vigie/contracts';
import { type KafkaRecord, type RecordBatch, type RecordHeaders } from '@vigie/kafka';
import { type Arrival, mayScan, type Policy } from '@vigie/safety';

/** An event to be scored, with what the scorer needs of its record. */
export interface RecordArrival extends Arrival {
  /** Of its conversation. */
  readonly key: string;
  readonly headers: RecordHeaders;
}

export interface DecodedBatch {
  /** Events to be scored, in order. */
  readonly arrivals: readonly RecordArrival[];
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
  const arrivals: RecordArrival[] = [];
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
    const key = conversationKey(event);
    if (record.key?.toString() !== key) foreignKeys += 1;
    const { partition, offset, timestamp: receivedAt, headers } = record;
    arrivals.push({ event, partition, offset, receivedAt, key, headers });
  }
  return { arrivals, rejected, passedOver, foreignKeys };
}
