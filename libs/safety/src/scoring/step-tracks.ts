import { type ChatEvent } from '@vigie/contracts';
import { type Conversation, startAnewFor, type Track, type WindowMessage } from '../conversation/conversation.ts';
import {
  believable,
  isRepeated,
  type Position,
  pushMessage,
  rememberParticipants,
  trackOf,
} from '../conversation/recall.ts';
import { HARMS } from '../harm.ts';
import { type MessageReading, type MessageReadings } from './read-messages.ts';
import { type ScoringModel, TRACK_FEATURES, type TrackInputs } from './scoring-model.ts';
import { rememberVector, writeContext, writeTrackFeatures } from './track-features.ts';

/** An event to be applied to its conversation. */
export interface Arrival extends Position {
  readonly event: ChatEvent;
}

/** One message that moved its speaker's track. */
export interface Step {
  readonly arrival: Arrival;
  readonly conversation: Conversation;
  /** As they were known when the message came; the conversation may have learnt more since. */
  readonly participants: Conversation['participants'];
  readonly track: Track;
  readonly reading: MessageReading;
  readonly message: WindowMessage;
  /** The window when this message was its newest: indices into `conversation.window`, end exclusive. */
  readonly windowFrom: number;
  readonly windowEnd: number;
  /** Log-odds of the speaker's risk per harm: before (empty for the first step) and after. */
  riskBefore: readonly number[];
  riskAfter: readonly number[];
}

const FEATURES = TRACK_FEATURES.length;

/**
 * One step of each speaker's track. First the conversations are walked in order: what was known before each message
 * becomes its context and features. Then the recurrent steps run in waves, since only a speaker's own steps wait for
 * each other: the first message of every speaker, the second of every speaker, and so on.
 *
 * @returns one step per arrival; null where the event had been applied before and changes nothing
 */
export async function stepTracks<A extends Arrival>(
  arrivals: readonly A[],
  readings: MessageReadings,
  conversationOf: (arrival: A) => Conversation,
  model: ScoringModel,
): Promise<(Step | null)[]> {
  const contexts = new Float32Array(arrivals.length * model.info.vectorSize);
  const features = new Float32Array(arrivals.length * FEATURES);
  const waves: { step: Step; row: number }[][] = [];
  const depth = new Map<Track, number>();

  const steps = arrivals.map((arrival, row) => {
    const conversation = conversationOf(arrival);
    const step = walk(arrival, readings.messages[row]!, conversation, row);
    if (step !== null) {
      const wave = depth.get(step.track) ?? 0;
      depth.set(step.track, wave + 1);
      (waves[wave] ??= []).push({ step, row });
    }
    return step;
  });
  for (const wave of waves) await run(wave);
  return steps;

  function walk(arrival: Arrival, reading: MessageReading, conversation: Conversation, row: number): Step | null {
    const { event } = arrival;
    const { id, vectorSize, contextMessages } = model.info;
    startAnewFor(id, conversation);
    if (isRepeated(conversation, event, arrival)) return null;
    rememberParticipants(conversation, event.participants);
    const track = trackOf(conversation, event.senderId);
    writeContext(contexts, row * vectorSize, {
      conversation,
      track,
      senderId: event.senderId,
      vectorSize,
      contextMessages,
    });
    writeTrackFeatures(features, row * FEATURES, {
      conversation,
      track,
      event,
      edits: reading.edits,
      tokens: reading.tokens,
    });
    const message = windowMessage(event, reading);
    pushMessage(conversation, message, contextMessages);
    moveOn(conversation, track, arrival);
    rememberVector(conversation, readings.vectors, reading.row * vectorSize, model.info);
    return {
      arrival,
      conversation,
      participants: conversation.participants,
      track,
      reading,
      message,
      windowFrom: conversation.windowFrom,
      windowEnd: conversation.window.length,
      riskBefore: track.riskLogits,
      riskAfter: track.riskLogits,
    };
  }

  async function run(wave: readonly { step: Step; row: number }[]): Promise<void> {
    const { stateSize } = model.info;
    const { states, riskLogits } = await model.stepTracks(gather(wave));
    wave.forEach(({ step }, k) => {
      const { track } = step;
      step.riskBefore = track.riskLogits;
      step.riskAfter = HARMS.map((_, harm) => riskLogits[k * HARMS.length + harm]!);
      track.riskLogits = step.riskAfter;
      if (track.hidden.length !== stateSize) track.hidden = new Float32Array(stateSize);
      copy(states, k * stateSize, track.hidden, 0, stateSize);
    });
  }

  function gather(wave: readonly { step: Step; row: number }[]): TrackInputs {
    const { vectorSize, stateSize } = model.info;
    const rows = wave.length;
    const inputs = {
      rows,
      vectors: new Float32Array(rows * vectorSize),
      contexts: new Float32Array(rows * vectorSize),
      features: new Float32Array(rows * FEATURES),
      states: new Float32Array(rows * stateSize),
    };
    wave.forEach(({ step, row }, k) => {
      copy(readings.vectors, step.reading.row * vectorSize, inputs.vectors, k * vectorSize, vectorSize);
      copy(contexts, row * vectorSize, inputs.contexts, k * vectorSize, vectorSize);
      copy(features, row * FEATURES, inputs.features, k * FEATURES, FEATURES);
      if (step.track.hidden.length === stateSize) copy(step.track.hidden, 0, inputs.states, k * stateSize, stateSize);
    });
    return inputs;
  }
}

/** A loop, because a view of the typed array for each row costs more than the row. */
function copy(from: Float32Array, at: number, to: Float32Array, into: number, count: number): void {
  for (let i = 0; i < count; i += 1) to[into + i] = from[at + i]!;
}

function windowMessage(event: ChatEvent, reading: MessageReading): WindowMessage {
  return {
    eventId: event.eventId,
    senderId: event.senderId,
    sentAt: event.sentAt,
    text: event.text,
    trace: event.trace,
    cues: reading.cues,
    contribution: NOTHING,
    risk: NOTHING,
  };
}

/** Counters and times; after the features of the message have been taken. */
function moveOn(conversation: Conversation, track: Track, arrival: Arrival): void {
  const { event, partition, offset } = arrival;
  const latest = Math.max(conversation.latestSentAt, believable(event.sentAt, arrival));
  conversation.messages += 1;
  conversation.partition = partition;
  conversation.offset = offset;
  conversation.firstSentAt = conversation.messages === 1 ? event.sentAt : conversation.firstSentAt;
  conversation.lastSentAt = event.sentAt;
  conversation.latestSentAt = latest;
  track.messages += 1;
  track.lastMessage = conversation.messages;
  track.lastSentAt = event.sentAt;
}

const NOTHING: readonly number[] = [];
