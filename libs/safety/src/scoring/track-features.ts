import { type AgeBand, type ChatEvent, type Surface } from '@vigie/contracts';
import { type Conversation, type Track, type WindowMessage } from '../conversation/conversation.ts';
import { TRACK_FEATURES } from './scoring-model.ts';

const FEATURES = TRACK_FEATURES.length;
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
 * @param into written from `at` on, TRACK_FEATURES.length values
 */
export function writeTrackFeatures(
  into: Float32Array,
  at: number,
  step: { conversation: Conversation; track: Track; event: ChatEvent; edits: number; tokens: number },
): void {
  const { conversation, track, event, edits, tokens } = step;
  const row = into.subarray(at, at + FEATURES);
  row.fill(0);
  row[0] = track.messages === 0 ? 0 : gap(event.sentAt - track.lastSentAt);
  row[1] = conversation.messages === 0 ? 0 : gap(event.sentAt - conversation.lastSentAt);
  row[2 + AGE_OFFSET[ageGroup(conversation.participants.get(event.senderId)?.ageBand)]] = 1;
  row[5 + AGE_OFFSET[othersAgeGroup(conversation, event.senderId)]] = 1;
  const surface = SURFACE_FEATURE[event.surface];
  if (surface >= 0) row[surface] = 1;
  row[12] = Math.log1p(track.messages) / 8;
  row[13] = Math.log1p(conversation.messages - track.lastMessage) / 8;
  row[14] = Math.log(conversation.speakers) / 6;
  row[15] = Math.log1p(edits) / 4;
  row[16] = Math.log1p(tokens) / 6;
  row[17] = track.messages === 0 ? 1 : 0;
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
 */
export function writeContext(
  into: Float32Array,
  at: number,
  step: { conversation: Conversation; track: Track; senderId: string; vectorSize: number; contextMessages: number },
): void {
  const { conversation, track, senderId, vectorSize, contextMessages } = step;
  const { window } = conversation;
  const row = into.subarray(at, at + vectorSize);
  row.fill(0);
  const since = Math.min(contextMessages, conversation.messages - track.lastMessage, window.length);
  let count = 0;
  for (let i = window.length - since; i < window.length; i += 1) {
    const message = window[i] as WindowMessage;
    if (message.senderId === senderId || message.vector === null) continue;
    for (let k = 0; k < vectorSize; k += 1) row[k]! += message.vector[k]!;
    count += 1;
  }
  if (count > 1) for (let k = 0; k < vectorSize; k += 1) row[k]! /= count;
}
