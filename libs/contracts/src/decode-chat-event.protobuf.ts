import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { type ChatEvent } from './chat-event.ts';
import { WireTimestamp } from './decode-chat-event.time.ts';
import { type RawChatEvent, type StandIns, validateChatEvent } from './decode-chat-event.validate.ts';
import { reject, type Rejection, type RejectionCode } from './rejection.ts';

/**
 * `vigie.v1.ChatEvent` with the reader of protobuf-es but without its reflection, which takes a field of another wire
 * type for what it expects, lets an inner message run over its end, and does not say which text is not UTF-8. The
 * specs hold it against protobuf-es.
 */
export function decodeProtobuf(payload: Uint8Array, standIns: StandIns): ChatEvent | Rejection {
  let raw: RawChatEvent;
  try {
    raw = readChatEvent(new BinaryReader(payload));
  } catch (error) {
    // The reader throws Error, RangeError and TypeError, always because of the bytes.
    return error instanceof FieldError ? reject(error.code, error.field) : reject('PROTOBUF_INVALID', '');
  }
  return validateChatEvent(raw, standIns);
}

class FieldError extends Error {
  constructor(
    readonly code: RejectionCode,
    readonly field: string,
  ) {
    super(code);
  }
}

function readChatEvent(reader: BinaryReader): RawChatEvent {
  const raw = {
    eventId: '',
    tenantId: '',
    conversationId: '',
    senderId: '',
    participants: [] as WireParticipant[],
    sentAt: undefined as WireTimestamp | undefined,
    text: '',
    surface: 0,
    country: '',
    language: '',
    replyToEventId: '',
    trace: {} as Record<string, string>,
  };
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    switch (field) {
      case 1:
        raw.eventId = readString(reader, wireType, 'eventId');
        break;
      case 2:
        raw.tenantId = readString(reader, wireType, 'tenantId');
        break;
      case 3:
        raw.conversationId = readString(reader, wireType, 'conversationId');
        break;
      case 4:
        raw.senderId = readString(reader, wireType, 'senderId');
        break;
      case 5:
        raw.participants.push(readParticipant(reader, wireType, raw.participants.length));
        break;
      case 6:
        readTimestamp(reader, wireType, (raw.sentAt ??= new WireTimestamp()));
        break;
      case 7:
        raw.text = readString(reader, wireType, 'text');
        break;
      case 8:
        raw.surface = readInt32(reader, wireType, 'surface');
        break;
      case 9:
        raw.country = readString(reader, wireType, 'country');
        break;
      case 10:
        raw.language = readString(reader, wireType, 'language');
        break;
      case 11:
        raw.replyToEventId = readString(reader, wireType, 'replyToEventId');
        break;
      case 12:
        readTraceEntry(reader, wireType, raw.trace);
        break;
      default:
        reader.skip(wireType, field);
    }
  }
  return raw;
}

interface WireParticipant {
  id: string;
  ageBand: number;
  ageSource: number;
}

function readParticipant(reader: BinaryReader, wireType: WireType, index: number): WireParticipant {
  const participant: WireParticipant = { id: '', ageBand: 0, ageSource: 0 };
  try {
    const end = enter(reader, wireType, '');
    while (reader.pos < end) {
      const [field, inner] = reader.tag();
      if (field === 1) participant.id = readString(reader, inner, '.id');
      else if (field === 2) participant.ageBand = readInt32(reader, inner, '.ageBand');
      else if (field === 3) participant.ageSource = readInt32(reader, inner, '.ageSource');
      else reader.skip(inner, field);
    }
    leave(reader, end);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    throw new FieldError(error.code, `participants[${index}]${error.field}`);
  }
  return participant;
}

/** Into `time`: a message field that comes twice is merged. */
function readTimestamp(reader: BinaryReader, wireType: WireType, time: WireTimestamp): void {
  const end = enter(reader, wireType, 'sentAt');
  while (reader.pos < end) {
    const [field, inner] = reader.tag();
    if (field === 1) time.seconds = readSeconds(reader, inner);
    else if (field === 2) time.nanos = readInt32(reader, inner, 'sentAt');
    else reader.skip(inner, field);
  }
  leave(reader, end);
}

function readTraceEntry(reader: BinaryReader, wireType: WireType, trace: Record<string, string>): void {
  const end = enter(reader, wireType, 'trace');
  let name = '';
  let value = '';
  while (reader.pos < end) {
    const [field, inner] = reader.tag();
    if (field === 1) name = readString(reader, inner, 'trace');
    else if (field === 2) value = readString(reader, inner, 'trace');
    else reader.skip(inner, field);
  }
  leave(reader, end);
  // Defined, not assigned: the name `__proto__` is a name like any other.
  if (name === '__proto__') Object.defineProperty(trace, name, { ...OWN, value });
  else trace[name] = value;
}

const OWN = { enumerable: true, configurable: true, writable: true };

/** Into a message within this one: where it ends. */
function enter(reader: BinaryReader, wireType: WireType, field: string): number {
  expectType(wireType, WireType.LengthDelimited, field);
  const length = reader.uint32();
  return reader.pos + length;
}

/** What was read must have ended where its message ends. */
function leave(reader: BinaryReader, end: number): void {
  if (reader.pos !== end) throw new RangeError('beyond the end of the message');
}

const NOT_UTF8 = 'ERR_ENCODING_INVALID_ENCODED_DATA'; // Of Node's TextDecoder.

function readString(reader: BinaryReader, wireType: WireType, field: string): string {
  expectType(wireType, WireType.LengthDelimited, field);
  try {
    return reader.string(true);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === NOT_UTF8 ? new FieldError('UTF8_INVALID', field) : error;
  }
}

function readInt32(reader: BinaryReader, wireType: WireType, field: string): number {
  expectType(wireType, WireType.Varint, field);
  return reader.int32();
}

/** As a double: exact to 2^53, and rounded where no date is any more. */
function readSeconds(reader: BinaryReader, wireType: WireType): number {
  expectType(wireType, WireType.Varint, 'sentAt');
  return Number(reader.int64());
}

function expectType(actual: WireType, expected: WireType, field: string): void {
  if (actual !== expected) throw new FieldError('FIELD_TYPE', field);
}
