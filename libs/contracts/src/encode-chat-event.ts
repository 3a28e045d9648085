import { create, toBinary } from '@bufbuild/protobuf';
import { AGE_BANDS, AGE_SOURCES, type ChatEvent, SURFACES } from './chat-event.ts';
import { ChatEventSchema } from './gen/vigie/v1/chat_pb.ts';

/** The proto3 JSON mapping, without the fields that have their default. UTF-8 after `Buffer.from`. */
export function encodeChatEventJson(event: ChatEvent): string {
  return JSON.stringify({
    eventId: event.eventId,
    tenantId: event.tenantId,
    conversationId: event.conversationId,
    senderId: event.senderId,
    participants: event.participants.length === 0 ? undefined : event.participants.map(participantJson),
    sentAt: new Date(event.sentAt).toISOString(),
    text: event.text || undefined,
    surface: event.surface === SURFACES[0] ? undefined : event.surface,
    country: event.country || undefined,
    language: event.language || undefined,
    replyToEventId: event.replyToEventId || undefined,
    trace: Object.keys(event.trace).length === 0 ? undefined : event.trace,
  });
}

function participantJson({ id, ageBand, ageSource }: ChatEvent['participants'][number]) {
  return {
    id,
    ageBand: ageBand === AGE_BANDS[0] ? undefined : ageBand,
    ageSource: ageSource === AGE_SOURCES[0] ? undefined : ageSource,
  };
}

export function encodeChatEventProtobuf(event: ChatEvent): Uint8Array {
  const { sentAt, ...same } = event;
  const seconds = Math.floor(sentAt / 1000);
  return toBinary(
    ChatEventSchema,
    create(ChatEventSchema, {
      ...same,
      participants: event.participants.map(({ id, ageBand, ageSource }) => ({
        id,
        ageBand: AGE_BANDS.indexOf(ageBand),
        ageSource: AGE_SOURCES.indexOf(ageSource),
      })),
      sentAt: { seconds: BigInt(seconds), nanos: (sentAt - seconds * 1000) * 1_000_000 },
      surface: SURFACES.indexOf(event.surface),
    }),
  );
}
