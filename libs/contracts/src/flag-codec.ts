import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type Timestamp, timestampFromMs, timestampMs } from '@bufbuild/protobuf/wkt';
import { AGE_BANDS, AGE_SOURCES, SURFACES } from './chat-event.ts';
import { type Flag } from './flag.ts';
import { type Flag as FlagMessage, FlagSchema } from './gen/vigie/v1/flag_pb.ts';
import { isHarm, SEVERITIES } from './harm.ts';
import { reject, type Rejection } from './rejection.ts';

/** Value of a `safety.flags` record; `content-type: application/protobuf`. The same flag gives the same bytes. */
export function encodeFlag(flag: Flag): Uint8Array {
  return toBinary(
    FlagSchema,
    create(FlagSchema, {
      ...flag,
      targetIds: [...flag.targetIds],
      stages: [...flag.stages],
      severity: SEVERITIES.indexOf(flag.severity) + 1,
      surface: SURFACES.indexOf(flag.surface),
      firstSeenAt: timestampFromMs(flag.firstSeenAt),
      raisedAt: timestampFromMs(flag.raisedAt),
      participants: flag.participants.map(({ id, ageBand, ageSource }) => ({
        id,
        ageBand: AGE_BANDS.indexOf(ageBand),
        ageSource: AGE_SOURCES.indexOf(ageSource),
      })),
      evidence: flag.evidence.map((message) => ({
        ...message,
        cues: [...message.cues],
        trace: { ...message.trace },
        sentAt: timestampFromMs(message.sentAt),
      })),
    }),
  );
}

/** @returns a rejection for anything that no scorer of this version writes; never throws. */
export function decodeFlag(value: Uint8Array | null): Flag | Rejection {
  if (value === null) return reject('VALUE_MISSING', '');
  let message: FlagMessage;
  try {
    message = fromBinary(FlagSchema, value);
  } catch {
    return reject('PROTOBUF_INVALID', '');
  }
  const { harm, versions } = message;
  const severity = SEVERITIES[message.severity - 1];
  for (const field of ['flagId', 'tenantId', 'conversationId', 'actorId', 'eventId'] as const) {
    if (message[field] === '') return reject('FIELD_MISSING', field);
  }
  if (!isHarm(harm)) return reject('ENUM_UNKNOWN', 'harm');
  if (severity === undefined) return reject('ENUM_UNKNOWN', 'severity');
  if (message.raisedAt === undefined) return reject('FIELD_MISSING', 'raisedAt');
  return {
    flagId: message.flagId,
    tenantId: message.tenantId,
    conversationId: message.conversationId,
    actorId: message.actorId,
    targetIds: message.targetIds,
    harm,
    severity,
    score: message.score,
    threshold: message.threshold,
    stages: message.stages,
    evidence: message.evidence.map(({ eventId, senderId, sentAt, text, cues, contribution, risk, trace }) => ({
      eventId,
      senderId,
      sentAt: milliseconds(sentAt),
      text,
      cues,
      contribution,
      risk,
      trace,
    })),
    obfuscation: message.obfuscation,
    language: message.language,
    surface: SURFACES[message.surface] ?? 'SURFACE_UNSPECIFIED',
    country: message.country,
    firstSeenAt: milliseconds(message.firstSeenAt),
    raisedAt: milliseconds(message.raisedAt),
    eventId: message.eventId,
    participants: message.participants.map(({ id, ageBand, ageSource }) => ({
      id,
      ageBand: AGE_BANDS[ageBand] ?? 'UNKNOWN',
      ageSource: AGE_SOURCES[ageSource] ?? 'AGE_SOURCE_UNSPECIFIED',
    })),
    versions: {
      model: versions?.model ?? '',
      policy: versions?.policy ?? '',
      normaliser: versions?.normaliser ?? '',
    },
    degraded: message.degraded,
  };
}

function milliseconds(timestamp: Timestamp | undefined): number {
  return timestamp === undefined ? 0 : timestampMs(timestamp);
}
