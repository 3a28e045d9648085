import { type StandIns } from './decode-chat-event.validate.ts';

/** What stands around the event: Kafka headers (content type, CloudEvents binary mode) and Confluent wire framing. */
export type HeaderBytes = Readonly<Record<string, Uint8Array>>;

export type MediaType = 'json' | 'protobuf' | 'unsupported';

/**
 * `content-type`, else `ce_datacontenttype`, else JSON. Parameters and letter case do not matter. Confluent's serialisers
 * send no such header: an undeclared value in their framing is protobuf unless it begins as JSON objects do.
 */
export function mediaType(headers: HeaderBytes, value: Uint8Array): MediaType {
  const declared = headers['content-type'] ?? headers['ce_datacontenttype'];
  if (declared === undefined || declared.length === 0) {
    return value[0] === 0 && value.length > FRAME_BYTES && !beginsObject(value[FRAME_BYTES]!) ? 'protobuf' : 'json';
  }
  if (startsWithType(declared, 'application/json')) return 'json';
  if (startsWithType(declared, 'application/protobuf')) return 'protobuf';
  if (startsWithType(declared, 'application/x-protobuf')) return 'protobuf';
  return 'unsupported';
}

const FRAME_BYTES = 5;

function beginsObject(byte: number): boolean {
  return byte === 0x7b || byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** CloudEvents binary mode. Bytes that are not UTF-8 become U+FFFD. */
export function readStandIns(headers: HeaderBytes): StandIns {
  const eventId = headers['ce_id'];
  const sentAt = headers['ce_time'];
  if (eventId === undefined && sentAt === undefined) return NO_STAND_INS;
  return { eventId: headerText(eventId), sentAt: headerText(sentAt) };
}

const NO_STAND_INS: StandIns = { eventId: undefined, sentAt: undefined };
const utf8 = new TextDecoder();

function headerText(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined || bytes.length === 0 ? undefined : utf8.decode(bytes);
}

/**
 * Where the event begins. Confluent framing is 0x00, four bytes of schema id and, for protobuf, the indexes of the
 * message in its file as zigzag varints after their count. Neither JSON nor protobuf can begin with 0x00.
 */
export function payloadStart(value: Uint8Array, type: MediaType): number {
  if (value[0] !== 0) return 0;
  if (type === 'json') return FRAME_BYTES;
  const [count, afterCount] = varint(value, FRAME_BYTES);
  let at = afterCount;
  for (let left = count >>> 1; left > 0 && at < value.length; left--) at = varint(value, at)[1];
  return at;
}

function varint(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0;
  for (let shift = 0; at < bytes.length; shift += 7) {
    const byte = bytes[at++]!;
    if (shift < 28) value |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return [value, at];
}

const SPACE = 0x20;
const TAB = 0x09;
const SEMICOLON = 0x3b;

/** `type` is in lower case. True when the header is this type, alone or before parameters. */
function startsWithType(header: Uint8Array, type: string): boolean {
  let at = 0;
  while (header[at] === SPACE || header[at] === TAB) at++;
  for (let i = 0; i < type.length; i++, at++) {
    const byte = header[at];
    if (byte === undefined) return false;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (lower !== type.charCodeAt(i)) return false;
  }
  while (header[at] === SPACE || header[at] === TAB) at++;
  return at === header.length || header[at] === SEMICOLON;
}
