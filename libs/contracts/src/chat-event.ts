/** A validated chat event: what the rest of Vigie works with, whatever bytes it came in. */
export interface ChatEvent {
  readonly eventId: string;
  readonly tenantId: string;
  readonly conversationId: string;
  readonly senderId: string;
  readonly participants: readonly Participant[];
  /** Milliseconds since 1970, event time. */
  readonly sentAt: number;
  /** Well-formed UTF-16; at most 16 KiB as UTF-8; may be empty. */
  readonly text: string;
  readonly surface: Surface;
  /** ISO 3166-1 alpha-2 in capitals; empty when unknown. */
  readonly country: string;
  /** BCP 47; empty when unknown. */
  readonly language: string;
  readonly replyToEventId: string;
  readonly trace: Readonly<Record<string, string>>;
}

export interface Participant {
  readonly id: string;
  readonly ageBand: AgeBand;
  readonly ageSource: AgeSource;
}

export const SURFACES = ['SURFACE_UNSPECIFIED', 'DIRECT', 'GROUP', 'PUBLIC_ROOM', 'GAME'] as const;
export type Surface = (typeof SURFACES)[number];

export const AGE_BANDS = ['UNKNOWN', 'MINOR', 'UNDER_13', 'AGE_13_15', 'AGE_16_17', 'ADULT'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

export const AGE_SOURCES = ['AGE_SOURCE_UNSPECIFIED', 'DECLARED', 'VERIFIED', 'ESTIMATED'] as const;
export type AgeSource = (typeof AGE_SOURCES)[number];

/** What an event may weigh. Beyond a limit it goes to the dead-letter topic. */
export const LIMITS = {
  valueBytes: 64 * 1024,
  textBytes: 16 * 1024,
  participants: 256,
  idLength: 128,
  traceEntries: 32,
  traceValueLength: 1024,
  earliestSentAt: Date.UTC(2000, 0, 1),
  /** Exclusive. */
  latestSentAt: Date.UTC(2100, 0, 1),
} as const;

/** Key of a conversation's records, and of its state: one conversation is one partition, in order. */
export function conversationKey(event: Pick<ChatEvent, 'tenantId' | 'conversationId'>): string {
  return `${event.tenantId}:${event.conversationId}`;
}
