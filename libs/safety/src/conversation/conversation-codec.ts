import { AGE_BANDS, AGE_SOURCES } from '@vigie/contracts';
import { SEVERITIES } from '../harm.ts';
import {
  type Conversation,
  type KnownParticipant,
  newConversation,
  newTrack,
  type Track,
  type WindowMessage,
} from './conversation.ts';
import { EncodedWindow } from './encoded-window.ts';
import { weightOf } from './recall.ts';
import { ProtobufReader, ProtobufWriter } from './protobuf.ts';

/**
 * Bytes ⇄ conversation, by proto/vigie/v1/state.proto; `conversation-codec.spec.ts` holds both against the generated
 * code. What has not changed since the save before (messages of the window, participants) is not encoded again.
 */

const inner = new ProtobufWriter(4 * 1024);
const middle = new ProtobufWriter(4 * 1024);
const innermost = new ProtobufWriter(1024);

/** Encodes the states of a batch into memory that the next batch uses again. */
export class ConversationEncoder {
  private readonly writer = new ProtobufWriter(64 * 1024);

  /** Valid until `reset`. */
  encode(conversation: Conversation): Uint8Array {
    const { writer } = this;
    writer.number(1, conversation.partition);
    writer.number(2, conversation.offset);
    writer.number(3, conversation.firstSentAt);
    writer.number(4, conversation.lastSentAt);
    writer.append(encodedParticipants(conversation.participants));
    for (const [id, track] of conversation.tracks) writer.message(6, encodeTrack(id, track));
    writer.append(encodedWindow(conversation));
    writer.string(8, conversation.model);
    writer.number(9, conversation.speakers);
    writer.number(10, conversation.messages);
    writer.floats(11, conversation.vectors);
    writer.number(12, conversation.vectorsAfter);
    writer.number(13, conversation.latestSentAt);
    return writer.finish();
  }

  reset(): void {
    this.writer.reset();
  }
}

/** One state in memory of its own. */
export function encodeConversation(conversation: Conversation): Uint8Array {
  const encoder = new ConversationEncoder();
  return encoder.encode(conversation).slice();
}

const windows = new WeakMap<Conversation, EncodedWindow>();

function encodedWindow(conversation: Conversation): Uint8Array {
  let encoded = windows.get(conversation);
  if (encoded === undefined) windows.set(conversation, (encoded = new EncodedWindow()));
  const { window, windowFrom, messages } = conversation;
  const numberOf = (i: number) => messages - (window.length - 1 - i);
  encoded.dropBefore(numberOf(windowFrom));
  for (let i = windowFrom; i < window.length; i += 1) {
    if (numberOf(i) < encoded.next) continue;
    inner.message(7, encodeMessage(window[i]!));
    encoded.push(inner.view());
  }
  return encoded.view();
}

function encodeTrack(id: string, track: Track): Uint8Array {
  inner.string(1, id);
  inner.floats(2, track.hidden);
  inner.number(3, track.messages);
  inner.number(4, track.lastMessage);
  inner.number(5, track.lastSentAt);
  inner.number(6, track.obfuscation);
  for (const stage of track.stages) inner.element(7, stage);
  inner.numbers(8, track.riskLogits);
  for (const [harm, { severity, stages }] of track.raised) {
    innermost.number(1, harm);
    innermost.number(2, SEVERITIES.indexOf(severity));
    for (const stage of stages) innermost.element(3, stage);
    inner.message(9, innermost.view());
  }
  return inner.view();
}

function encodeMessage(message: WindowMessage): Uint8Array {
  middle.string(1, message.eventId);
  middle.string(2, message.senderId);
  middle.number(3, message.sentAt);
  middle.string(4, message.text);
  for (const cue of message.cues) middle.element(5, cue);
  middle.numbers(6, message.contribution);
  middle.numbers(7, message.risk);
  for (const key in message.trace) {
    innermost.string(1, key);
    innermost.string(2, message.trace[key]!);
    middle.message(8, innermost.view());
  }
  return middle.view();
}

const participantsOnce = new WeakMap<Conversation['participants'], Uint8Array>();

/** The map is never changed in place, so its encoding holds as long as it does. */
function encodedParticipants(participants: Conversation['participants']): Uint8Array {
  let encoded = participantsOnce.get(participants);
  if (encoded === undefined) {
    for (const [id, { ageBand, ageSource }] of participants) {
      innermost.string(1, id);
      innermost.number(2, AGE_BANDS.indexOf(ageBand));
      innermost.number(3, AGE_SOURCES.indexOf(ageSource));
      inner.message(5, innermost.view());
    }
    encoded = inner.view().slice();
    participantsOnce.set(participants, encoded);
  }
  return encoded;
}

/** @throws Error when the bytes are not a conversation; the scorer then counts it and begins anew. */
export function decodeConversation(bytes: Uint8Array): Conversation {
  const participants = new Map<string, KnownParticipant>();
  const conversation = { ...newConversation(''), partition: 0, offset: 0, participants };
  const reader = new ProtobufReader(bytes);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) conversation.partition = reader.number();
    else if (field === 2) conversation.offset = reader.number();
    else if (field === 3) conversation.firstSentAt = reader.number();
    else if (field === 4) conversation.lastSentAt = reader.number();
    else if (field === 5) participants.set(...decodeParticipant(reader.bytes()));
    else if (field === 6) decodeTrack(reader.bytes(), conversation);
    else if (field === 7) keep(conversation, decodeMessage(reader.bytes()));
    else if (field === 8) conversation.model = reader.string();
    else if (field === 9) conversation.speakers = reader.number();
    else if (field === 10) conversation.messages = reader.number();
    else if (field === 11) conversation.vectors = reader.floats();
    else if (field === 12) conversation.vectorsAfter = reader.number();
    else if (field === 13) conversation.latestSentAt = reader.number();
    else reader.skip();
  }
  return conversation;
}

function keep(conversation: Conversation, message: WindowMessage): void {
  conversation.window.push(message);
  conversation.windowWeight += weightOf(message);
}

function decodeParticipant(bytes: Uint8Array): [id: string, KnownParticipant] {
  const reader = new ProtobufReader(bytes);
  let id = '';
  let band = 0;
  let source = 0;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) id = reader.string();
    else if (field === 2) band = reader.number();
    else if (field === 3) source = reader.number();
    else reader.skip();
  }
  return [id, { ageBand: AGE_BANDS[band] ?? 'UNKNOWN', ageSource: AGE_SOURCES[source] ?? 'AGE_SOURCE_UNSPECIFIED' }];
}

function decodeTrack(bytes: Uint8Array, conversation: Conversation): void {
  const reader = new ProtobufReader(bytes);
  const track = newTrack();
  let id = '';
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) id = reader.string();
    else if (field === 2) track.hidden = reader.floats();
    else if (field === 3) track.messages = reader.number();
    else if (field === 4) track.lastMessage = reader.number();
    else if (field === 5) track.lastSentAt = reader.number();
    else if (field === 6) track.obfuscation = reader.number();
    else if (field === 7) track.stages.push(reader.string());
    else if (field === 8) track.riskLogits = [...reader.floats()];
    else if (field === 9) decodeRaised(reader.bytes(), track);
    else reader.skip();
  }
  conversation.tracks.set(id, track);
}

function decodeRaised(bytes: Uint8Array, track: Track): void {
  const reader = new ProtobufReader(bytes);
  const stages: string[] = [];
  let harm = 0;
  let severity = 0;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) harm = reader.number();
    else if (field === 2) severity = reader.number();
    else if (field === 3) stages.push(reader.string());
    else reader.skip();
  }
  track.raised.set(harm, { severity: SEVERITIES[severity] ?? 'S3', stages });
}

function decodeMessage(bytes: Uint8Array): WindowMessage {
  const reader = new ProtobufReader(bytes);
  const cues: string[] = [];
  const trace: Record<string, string> = {};
  const message = { eventId: '', senderId: '', sentAt: 0, text: '' };
  let contribution: readonly number[] = [];
  let risk: readonly number[] = [];
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) message.eventId = reader.string();
    else if (field === 2) message.senderId = reader.string();
    else if (field === 3) message.sentAt = reader.number();
    else if (field === 4) message.text = reader.string();
    else if (field === 5) cues.push(reader.string());
    else if (field === 6) contribution = [...reader.floats()];
    else if (field === 7) risk = [...reader.floats()];
    else if (field === 8) decodeTrace(reader.bytes(), trace);
    else reader.skip();
  }
  return { ...message, cues, contribution, risk, trace };
}

function decodeTrace(bytes: Uint8Array, trace: Record<string, string>): void {
  const reader = new ProtobufReader(bytes);
  let key = '';
  let value = '';
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) key = reader.string();
    else if (field === 2) value = reader.string();
    else reader.skip();
  }
  Object.defineProperty(trace, key, { value, enumerable: true, configurable: true, writable: true });
}
