import { type ChatEvent, LIMITS } from './chat-event.ts';
import { type HeaderBytes, mediaType, payloadStart, readStandIns } from './decode-chat-event.envelope.ts';
import { decodeJson } from './decode-chat-event.json.ts';
import { decodeProtobuf } from './decode-chat-event.protobuf.ts';
import { reject, type Rejection } from './rejection.ts';

/**
 * Bytes of a `chat.events` record → a valid event, or the reason why it is none. Never throws, whatever the bytes;
 * the same record gives the same answer. A rejection names a code and a field, never content.
 *
 * - JSON (the proto3 JSON mapping) unless `content-type` says protobuf; Confluent wire framing is accepted for both, and
 *   tells the two apart where the header is missing.
 * - CloudEvents binary mode: `ce_id` and `ce_time` stand in for `eventId` and `sentAt` when the body lacks them.
 * - The size limit holds for the value as it lies in Kafka, and is checked before anything is parsed.
 */
export function decodeChatEvent(value: Uint8Array | null, headers: HeaderBytes): ChatEvent | Rejection {
  if (value === null) return reject('VALUE_MISSING', '');
  if (value.length > LIMITS.valueBytes) return reject('VALUE_TOO_LARGE', '');
  const type = mediaType(headers, value);
  if (type === 'unsupported') return reject('CONTENT_TYPE_UNSUPPORTED', '');
  const start = payloadStart(value, type);
  const payload = start === 0 ? value : value.subarray(start);
  const standIns = readStandIns(headers);
  return type === 'json' ? decodeJson(payload, standIns) : decodeProtobuf(payload, standIns);
}
