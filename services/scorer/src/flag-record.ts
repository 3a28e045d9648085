import { conversationKey, encodeFlag, type Flag } from '@vigie/contracts';
import { type ProduceRecord, type RecordHeaders } from '@vigie/kafka';

/** A flag as a record of `safety.flags`: the trace context of the message that raised it travels on. */
export function flagRecord(flag: Flag, headers: RecordHeaders): ProduceRecord {
  const { traceparent, tracestate } = headers;
  return {
    key: conversationKey(flag),
    value: Buffer.from(encodeFlag(flag)),
    headers: {
      'content-type': 'application/protobuf',
      ...(traceparent === undefined ? {} : { traceparent }),
      ...(tracestate === undefined ? {} : { tracestate }),
    },
  };
}
