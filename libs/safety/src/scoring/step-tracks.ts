import { type ChatEvent } from '@vigie/contracts';
import { type Conversation, startAnewFor, type Track, type WindowMessage } from '../conversation/conversation.ts';
import { isRepeated, type Position, pushMessage, rememberParticipants, trackOf } from '../conversation/recall.ts';
import { HARMS } from '../harm.ts';
import { type MessageReading } from './read-messages.ts';
import { type ScoringModel, TRACK_FEATURES, type TrackInputs } from './scoring-model.ts';
import { writeContext, writeTrackFeatures } from './track-features.ts';

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
  riskBefore: Float32Array;
  riskAfter: Float32Array;
}

const FEATURES = TRACK_FEATURES.length;

/**
 * One step of each speaker's track. First the conversations are walked in order: what was known before each message
 * becomes its context and features. Then the recurrent steps run in waves, since only a speaker's own steps wait for
 * each other: the first message of every speaker, the second of every speaker, and so on.
 *
 * @returns one step per arrival; null where the event had been applied before and changes nothing
 */
export async function stepTracks(
  arrivals: readonly Arrival[],
  readings: readonly MessageReading[],
  conversationOf: (event: ChatEvent) => Conversation,
  model: ScoringModel,
): Promise<(Step | null)[]> {
  const contexts = new Float32Array(arrivals.length * model.info.vectorSize);
  const features = new Float32Array(arrivals.length * FEATURES);
  const waves: { step: Step; row: number }[][] = [];
  const depth = new Map<Track, number>();

  const steps = arrivals.map((arrival, row) => {
    const conversation = conversationOf(arrival.event);
    const step = walk(arrival, readings[row]!, conversation, row);
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
    const outputs = await model.stepTracks(gather(wave));
    wave.forEach(({ step }, k) => {
      step.riskBefore = step.track.riskLogits;
      step.riskAfter = outputs.riskLogits.slice(k * HARMS.length, (k + 1) * HARMS.length);
      step.track.riskLogits = step.riskAfter;
      step.track.hidden = outputs.states.slice(k * stateSize, (k + 1) * stateSize);
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
      inputs.vectors.set(step.reading.vector, k * vectorSize);
      inputs.contexts.set(contexts.subarray(row * vectorSize, (row + 1) * vectorSize), k * vectorSize);
      inputs.features.set(features.subarray(row * FEATURES, (row + 1) * FEATURES), k * FEATURES);
      if (step.track.hidden.length === stateSize) inputs.states.set(step.track.hidden, k * stateSize);
    });
    return inputs;
  }
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
    vector: reading.vector,
    encoded: null,
  };
}

/** Counters and times; after the features of the message have been taken. */
function moveOn(conversation: Conversation, track: Track, arrival: Arrival): void {
  const { event, partition, offset } = arrival;
  conversation.messages += 1;
  conversation.partition = partition;
  conversation.offset = offset;
  conversation.firstSentAt = conversation.messages === 1 ? event.sentAt : conversation.firstSentAt;
  conversation.lastSentAt = Math.max(conversation.lastSentAt, event.sentAt);
  track.messages += 1;
  track.lastMessage = conversation.messages;
  track.lastSentAt = Math.max(track.lastSentAt, event.sentAt);
}

const NOTHING = new Float32Array(0);
