import { type AgeBand, type AgeSource } from '@vigie/contracts';
import { type Severity } from '../harm.ts';

/**
 * What the scorer remembers of a conversation: one record, bounded whatever its length (proto/vigie/v1/state.proto).
 * A batch mutates it in place; on a fault it is thrown away and read again.
 */
export interface Conversation {
  /** Where the last event applied came from: -1 for a new conversation. */
  partition: number;
  offset: number;
  /** Event time, milliseconds since 1970. */
  firstSentAt: number;
  /** Of the last message, which may be older than the one before. */
  lastSentAt: number;
  /** The latest so far, as far as it can be believed (`believable`). */
  latestSentAt: number;
  /** Never changed in place: a step keeps the map as it was when its message came. */
  participants: ReadonlyMap<string, KnownParticipant>;
  readonly tracks: Map<string, Track>;
  /** Newest last. */
  window: WindowMessage[];
  /** Weight of the window (`weightOf`), kept so that no message is weighed twice. */
  windowWeight: number;
  /** Where the window begins; what lies before it is only there until the batch ends (flags of the batch need it). */
  windowFrom: number;
  /**
   * Vectors of the last few messages: a ring in which message number n (from 1) stands at place (n − 1) modulo
   * `contextMessages`. Empty before the first.
   */
  vectors: Float32Array;
  /** Messages up to this number have no vector of this model. */
  vectorsAfter: number;
  /** Model whose vectors and hidden states these are. */
  model: string;
  /** Speakers and messages so far, retired tracks included. */
  speakers: number;
  messages: number;
}

export interface KnownParticipant {
  readonly ageBand: AgeBand;
  readonly ageSource: AgeSource;
}

/** One speaker in one conversation. */
export interface Track {
  /** stateSize values; empty before the first step. */
  hidden: Float32Array;
  /** Log-odds per harm after the last step; empty before the first. */
  riskLogits: readonly number[];
  messages: number;
  /** Number (from 1) of the conversation's message that was this speaker's last. */
  lastMessage: number;
  lastSentAt: number;
  obfuscation: number;
  /** Cues seen, in the order first seen. */
  readonly stages: string[];
  /** What was raised last, by harm number. */
  readonly raised: Map<number, { severity: Severity; stages: readonly string[] }>;
}

export interface WindowMessage {
  readonly eventId: string;
  readonly senderId: string;
  readonly sentAt: number;
  readonly text: string;
  readonly trace: Readonly<Record<string, string>>;
  /** Set when the message has been scored. */
  cues: readonly string[];
  /** Change of the author's log-odds by this message, per harm; float32. */
  contribution: readonly number[];
  /** The author's calibrated risk after it, per harm; float32. */
  risk: readonly number[];
}

/** Bounds of one conversation's memory. */
export const MEMORY = {
  windowMessages: 32,
  /** Of the window's texts and traces, UTF-16 code units; the newest `contextMessages` stay whatever they weigh. */
  windowWeight: 32 * 1024,
  tracks: 256,
  participants: 256,
} as const;

export function newConversation(model: string): Conversation {
  return {
    partition: -1,
    offset: -1,
    firstSentAt: 0,
    lastSentAt: 0,
    latestSentAt: 0,
    participants: new Map(),
    tracks: new Map(),
    window: [],
    windowWeight: 0,
    windowFrom: 0,
    vectors: new Float32Array(0),
    vectorsAfter: 0,
    model,
    speakers: 0,
    messages: 0,
  };
}

export function newTrack(): Track {
  return {
    hidden: new Float32Array(0),
    riskLogits: [],
    messages: 0,
    lastMessage: 0,
    lastSentAt: 0,
    obfuscation: 0,
    stages: [],
    raised: new Map(),
  };
}

/** Another model cannot go on with these numbers: tracks start anew, but what was seen and raised stays. */
export function startAnewFor(model: string, conversation: Conversation): void {
  if (conversation.model === model) return;
  conversation.model = model;
  for (const track of conversation.tracks.values()) {
    track.hidden = new Float32Array(0);
    track.riskLogits = [];
  }
  conversation.vectors = new Float32Array(0);
  conversation.vectorsAfter = conversation.messages;
}
