import { type AgeBand, type ChatEvent, type Surface } from '@vigie/contracts';
import { type Conversation, type Track } from '../conversation/conversation.ts';

const SURFACE_FEATURE: Readonly<Record<Surface, number>> = {
  SURFACE_UNSPECIFIED: -1,
  DIRECT: 8,
  GROUP: 9,
  PUBLIC_ROOM: 10,
  GAME: 11,
};

export type AgeGroup = 'minor' | 'adult' | 'unknown';

/** Age group of a participant: every band below 18 is a minor. */
export function ageGroup(band: AgeBand | undefined): AgeGroup {
  if (band === undefined || band === 'UNKNOWN') return 'unknown';
  return band === 'ADULT' ? 'adult' : 'minor';
}

/** Of everybody but this speaker: a known minor counts before a known adult, a known adult before nobody known. */
export function othersAgeGroup(conversation: Conversation, speakerId: string): AgeGroup {
  let group: AgeGroup = 'unknown';
  for (const [id, { ageBand }] of conversation.participants) {
    if (id === speakerId) continue;
    const age = ageGroup(ageBand);
    if (age === 'minor') return 'minor';
    if (age === 'adult') group = 'adult';
  }
  return group;
}

/**
 * Features of one track step, in the order of TRACK_FEATURES (docs/model-bundle.md, section 5). To be called when the
 * event's participants are known and its sender has a track, and before the counters move on.
 *
 * @param into written from `at` on, TRACK_FEATURES.length values; all zero before
 */
export function writeTrackFeatures(
  into: Float32Array,
  at: number,
  step: { conversation: Conversation; track: Track; event: ChatEvent; edits: number; tokens: number },
): void {
  const { conversation, track, event, edits, tokens } = step;
  into[at + 0] = track.messages === 0 ? 0 : gap(event.sentAt - track.lastSentAt);
  into[at + 1] = conversation.messages === 0 ? 0 : gap(event.sentAt - conversation.lastSentAt);
  into[at + 2 + AGE_OFFSET[ageGroup(conversation.participants.get(event.senderId)?.ageBand)]] = 1;
  into[at + 5 + AGE_OFFSET[othersAgeGroup(conversation, event.senderId)]] = 1;
  const surface = SURFACE_FEATURE[event.surface];
  if (surface >= 0) into[at + surface] = 1;
  into[at + 12] = Math.log1p(track.messages) / 8;
  into[at + 13] = Math.log1p(conversation.messages - track.lastMessage) / 8;
  into[at + 14] = Math.log(conversation.speakers) / 6;
  into[at + 15] = Math.log1p(edits) / 4;
  into[at + 16] = Math.log1p(tokens) / 6;
  into[at + 17] = track.messages === 0 ? 1 : 0;
}

const AGE_OFFSET: Readonly<Record<AgeGroup, number>> = { minor: 0, adult: 1, unknown: 2 };

/** Time between messages, event time; a late message has no negative gap. */
function gap(milliseconds: number): number {
  const seconds = Math.max(0, milliseconds) / 1000;
  return Math.min(1, Math.log1p(seconds) / 16);
}

/**
 * Context of a step: mean vector of those of the last `contextMessages` messages that others wrote after this speaker's
 * last one; zeros when there is none. To be called before the event itself enters the window.
 *
 * @param into written from `at` on, `vectorSize` values; all zero before
 */
export function writeContext(
  into: Float32Array,
  at: number,
  step: { conversation: Conversation; track: Track; senderId: string; vectorSize: number; contextMessages: number },
): void {
  const { conversation, track, senderId, vectorSize, contextMessages } = step;
  const { window, vectors, messages } = conversation;
  const since = Math.max(track.lastMessage, conversation.vectorsAfter, messages - contextMessages);
  let count = 0;
  for (let number = since + 1; number <= messages; number += 1) {
    if (window[window.length - 1 - (messages - number)]!.senderId === senderId) continue;
    const from = ((number - 1) % contextMessages) * vectorSize;
    for (let k = 0; k < vectorSize; k += 1) into[at + k]! += vectors[from + k]!;
    count += 1;
  }
  if (count > 1) for (let k = 0; k < vectorSize; k += 1) into[at + k]! /= count;
}

/** Keeps the vector of the message that has just been counted, over the oldest one. */
export function rememberVector(
  conversation: Conversation,
  vectors: Float32Array,
  from: number,
  size: { vectorSize: number; contextMessages: number },
): void {
  const { vectorSize, contextMessages } = size;
  if (conversation.vectors.length === 0) conversation.vectors = new Float32Array(contextMessages * vectorSize);
  const ring = conversation.vectors;
  const at = ((conversation.messages - 1) % contextMessages) * vectorSize;
  for (let k = 0; k < vectorSize; k += 1) ring[at + k] = vectors[from + k]!;
}
