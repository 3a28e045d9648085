import { type AgeBand, type AgeSource, type ChatEvent, type Participant } from '@vigie/contracts';
import {
  type Conversation,
  type KnownParticipant,
  MEMORY,
  newTrack,
  type Track,
  type WindowMessage,
} from './conversation.ts';

/** Where an event came from. */
export interface Position {
  readonly partition: number;
  readonly offset: number;
  /** When Kafka got it, milliseconds since 1970; absent offline. */
  readonly receivedAt?: number;
}

const DAY = 24 * 60 * 60 * 1000;

/** A sender whose clock runs years ahead must not make everything after him look old. */
export function believable(sentAt: number, { receivedAt }: Position): number {
  return receivedAt === undefined ? sentAt : Math.min(sentAt, receivedAt + DAY);
}

/**
 * An event that has been applied before: delivered again after a crash (the offset tells), or sent twice by the platform
 * (its id is in the window). A topic that was made anew counts its offsets from zero again; its events are younger.
 */
export function isRepeated(conversation: Conversation, event: ChatEvent, at: Position): boolean {
  const replayed =
    at.partition === conversation.partition &&
    at.offset <= conversation.offset &&
    event.sentAt <= conversation.latestSentAt;
  if (replayed) return true;
  for (let i = conversation.window.length - 1; i >= conversation.windowFrom; i -= 1) {
    if (conversation.window[i]!.eventId === event.eventId) return true;
  }
  return false;
}

/** What the event says of participants is kept; a known age is not replaced by an unknown one. */
export function rememberParticipants(conversation: Conversation, participants: readonly Participant[]): void {
  const isNews = ({ id, ageBand, ageSource }: Participant) => {
    const known = conversation.participants.get(id);
    return known === undefined || (ageBand !== 'UNKNOWN' && !same(known, ageBand, ageSource));
  };
  if (!participants.some(isNews)) return;
  const known = new Map(conversation.participants);
  for (const { id, ageBand, ageSource } of participants.filter(isNews)) {
    known.delete(id);
    known.set(id, { ageBand, ageSource });
  }
  forgetOldest(known, MEMORY.participants, (id) => conversation.tracks.has(id));
  conversation.participants = known;
}

/** The sender's track, made when it is new; the speaker longest silent is retired when there are too many. */
export function trackOf(conversation: Conversation, speakerId: string): Track {
  const tracks = conversation.tracks;
  let track = tracks.get(speakerId);
  if (track === undefined) {
    track = newTrack();
    conversation.speakers += 1;
  }
  tracks.delete(speakerId);
  tracks.set(speakerId, track);
  forgetOldest(tracks, MEMORY.tracks);
  return track;
}

/** Adds a message to the window and moves the window's beginning: bounded by messages and by weight. */
export function pushMessage(conversation: Conversation, message: WindowMessage, contextMessages: number): void {
  const { window } = conversation;
  window.push(message);
  conversation.windowWeight += weightOf(message);
  for (;;) {
    const kept = window.length - conversation.windowFrom;
    const tooMany = kept > MEMORY.windowMessages;
    const tooHeavy = conversation.windowWeight > MEMORY.windowWeight && kept > contextMessages;
    if (!tooMany && !tooHeavy) return;
    conversation.windowWeight -= weightOf(window[conversation.windowFrom]!);
    conversation.windowFrom += 1;
  }
}

/** After a batch: drops what has left the window. */
export function settle(conversation: Conversation): void {
  if (conversation.windowFrom === 0) return;
  conversation.window = conversation.window.slice(conversation.windowFrom);
  conversation.windowFrom = 0;
}

function same(known: KnownParticipant, ageBand: AgeBand, ageSource: AgeSource): boolean {
  return known.ageBand === ageBand && known.ageSource === ageSource;
}

/** UTF-16 code units of text and trace. */
export function weightOf({ text, trace }: WindowMessage): number {
  let weight = text.length;
  for (const key in trace) weight += key.length + trace[key]!.length;
  return weight;
}

/** Maps keep insertion order: the first key is the oldest. Who is spared goes only when nobody else is left. */
function forgetOldest(map: Map<string, unknown>, most: number, isSpared: (id: string) => boolean = () => false): void {
  if (map.size <= most) return;
  for (const id of map.keys()) if (map.size > most && !isSpared(id)) map.delete(id);
  for (const id of map.keys()) if (map.size > most) map.delete(id);
}
