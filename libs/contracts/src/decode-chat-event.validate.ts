import { AGE_BANDS, AGE_SOURCES, type ChatEvent, LIMITS, type Participant, SURFACES } from './chat-event.ts';
import {
  isAbsent,
  readCountry,
  readEnum,
  readId,
  readLanguage,
  readOptionalId,
  readText,
  readTrace,
} from './decode-chat-event.fields.ts';
import { readTime } from './decode-chat-event.time.ts';
import { isRejection, reject, type Rejection } from './rejection.ts';

/** Fields of unknown types under their JSON names, lowerCamelCase or as in the proto file; the first of the two counts. */
export interface RawChatEvent {
  readonly eventId?: unknown;
  readonly event_id?: unknown;
  readonly tenantId?: unknown;
  readonly tenant_id?: unknown;
  readonly conversationId?: unknown;
  readonly conversation_id?: unknown;
  readonly senderId?: unknown;
  readonly sender_id?: unknown;
  readonly participants?: unknown;
  readonly sentAt?: unknown;
  readonly sent_at?: unknown;
  readonly text?: unknown;
  readonly surface?: unknown;
  readonly country?: unknown;
  readonly language?: unknown;
  readonly replyToEventId?: unknown;
  readonly reply_to_event_id?: unknown;
  readonly trace?: unknown;
}

interface RawParticipant {
  readonly id?: unknown;
  readonly ageBand?: unknown;
  readonly age_band?: unknown;
  readonly ageSource?: unknown;
  readonly age_source?: unknown;
}

/** What the headers of CloudEvents say, for a body that does not say it. */
export interface StandIns {
  readonly eventId: string | undefined;
  readonly sentAt: string | undefined;
}

/** Checks every field in the order of the proto file; the first that fails is named. */
export function validateChatEvent(raw: RawChatEvent, standIns: StandIns): ChatEvent | Rejection {
  const eventId = readId((raw.eventId ?? raw.event_id) || standIns.eventId, 'eventId');
  if (typeof eventId !== 'string') return eventId;
  const tenantId = readId(raw.tenantId ?? raw.tenant_id, 'tenantId');
  if (typeof tenantId !== 'string') return tenantId;
  if (tenantId.includes(':')) return reject('ID_INVALID', 'tenantId'); // Tenant and conversation are one key.
  const conversationId = readId(raw.conversationId ?? raw.conversation_id, 'conversationId');
  if (typeof conversationId !== 'string') return conversationId;
  const senderId = readId(raw.senderId ?? raw.sender_id, 'senderId');
  if (typeof senderId !== 'string') return senderId;
  const participants = readParticipants(raw.participants);
  if (isRejection(participants)) return participants;
  const sentAt = readTime(raw.sentAt ?? raw.sent_at ?? standIns.sentAt, 'sentAt');
  if (typeof sentAt !== 'number') return sentAt;
  const text = readText(raw.text, 'text');
  if (typeof text !== 'string') return text;
  const surface = readEnum(raw.surface, SURFACES, 'surface');
  if (typeof surface !== 'string') return surface;
  const country = readCountry(raw.country, 'country');
  if (typeof country !== 'string') return country;
  const language = readLanguage(raw.language, 'language');
  if (typeof language !== 'string') return language;
  const replyToEventId = readOptionalId(raw.replyToEventId ?? raw.reply_to_event_id, 'replyToEventId');
  if (typeof replyToEventId !== 'string') return replyToEventId;
  const trace = readTrace(raw.trace);
  if (typeof trace === 'string') return reject(trace, 'trace');
  return {
    eventId,
    tenantId,
    conversationId,
    senderId,
    participants,
    sentAt,
    text,
    surface,
    country,
    language,
    replyToEventId,
    trace,
  };
}

const NOBODY: readonly Participant[] = Object.freeze([]);

/** One entry a person: of entries with the same id the last counts, in the place of the first. */
function readParticipants(value: unknown): readonly Participant[] | Rejection {
  if (isAbsent(value)) return NOBODY;
  if (!Array.isArray(value)) return reject('FIELD_TYPE', 'participants');
  if (value.length > LIMITS.participants) return reject('TOO_MANY_PARTICIPANTS', 'participants');
  const participants: Participant[] = [];
  for (let i = 0; i < value.length; i++) {
    const participant = readParticipant(value[i], i);
    if (isRejection(participant)) return participant;
    participants.push(participant);
  }
  return participants.length > 1 ? withoutDuplicates(participants) : participants;
}

function readParticipant(value: unknown, index: number): Participant | Rejection {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return reject('FIELD_TYPE', `participants[${index}]`);
  }
  const raw = value as RawParticipant;
  const id = readId(raw.id, 'id');
  if (typeof id !== 'string') return within(index, id);
  const ageBand = readEnum(raw.ageBand ?? raw.age_band, AGE_BANDS, 'ageBand');
  if (typeof ageBand !== 'string') return within(index, ageBand);
  const ageSource = readEnum(raw.ageSource ?? raw.age_source, AGE_SOURCES, 'ageSource');
  if (typeof ageSource !== 'string') return within(index, ageSource);
  return { id, ageBand, ageSource };
}

function within(index: number, { code, field }: Rejection): Rejection {
  return reject(code, `participants[${index}].${field}`);
}

function withoutDuplicates(participants: readonly Participant[]): readonly Participant[] {
  if (participants.length === 2 && participants[0]!.id !== participants[1]!.id) return participants;
  const byId = new Map(participants.map((participant) => [participant.id, participant]));
  return byId.size === participants.length ? participants : [...byId.values()];
}
