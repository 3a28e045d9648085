import { type EvidenceMessage, type Flag, flagId, type Participant } from '@vigie/contracts';
import { type Harm, HARMS, isWorse } from '../harm.ts';
import { type Policy, severityOf } from '../policy/policy.ts';
import { type Thresholds } from '../policy/thresholds.ts';
import { logOdds, probability } from './calibrate.ts';
import { type ModelInfo } from './scoring-model.ts';
import { type Step } from './step-tracks.ts';
import { targetsOf } from './targets.ts';
import { ageGroup } from './track-features.ts';

/** Log-odds that a speaker begins with, for the contribution of the first message: one in a hundred. */
const BEFORE_THE_FIRST = Math.log(0.01 / 0.99);
/** Stages remembered of one speaker. */
const MOST_STAGES = 40;

export interface Judgement {
  /** Calibrated risk of the speaker after the message, in the order of HARMS. */
  readonly risk: readonly number[];
  readonly flags: readonly Flag[];
}

/**
 * Decides by policy, one step after the other: writes down what the message contributed, adds its cues to the speaker's
 * stages, and raises a flag for each harm that has got worse. Worse is a higher severity than was raised before, or a new
 * stage at the same severity; a risk that only stays high raises nothing.
 */
export function judge(step: Step, info: ModelInfo, policy: Policy, thresholds: Thresholds): Judgement {
  const { track, message } = step;
  const after = HARMS.map((_, harm) => logOdds(info.calibration.risk, harm, step.riskAfter[harm]!));
  const before = HARMS.map((_, harm) =>
    step.riskBefore.length === 0 ? BEFORE_THE_FIRST : logOdds(info.calibration.risk, harm, step.riskBefore[harm]!),
  );
  const risk = after.map(probability);
  // As the state keeps them, so that evidence is the same whether the state was stored in between or not.
  message.contribution = after.map((value, harm) => Math.fround(value - before[harm]!));
  message.risk = risk.map(Math.fround);
  track.obfuscation += step.reading.edits;
  for (const cue of message.cues) {
    if (track.stages.length < MOST_STAGES && !track.stages.includes(cue)) track.stages.push(cue);
  }
  const flags = HARMS.flatMap((harm, number) => {
    const threshold = thresholds[step.arrival.event.surface][number]!;
    return risk[number]! >= threshold ? raise(step, harm, number, risk[number]!, threshold, info, policy) : [];
  });
  return { risk, flags };
}

function raise(
  step: Step,
  harm: Harm,
  number: number,
  score: number,
  threshold: number,
  info: ModelInfo,
  policy: Policy,
): Flag[] {
  const { track, conversation, participants } = step;
  const { event } = step.arrival;
  const stages = track.stages.filter((stage) => info.cues.some((cue) => cue.name === stage && cue.kind === harm));
  const targets = targetsOf(harm, step);
  const severity = severityOf(policy, {
    harm,
    score,
    stages,
    actorAge: ageGroup(participants.get(event.senderId)?.ageBand),
    targetAge: targets.age,
    surface: event.surface,
  });
  const raised = track.raised.get(number);
  const worse =
    raised === undefined ||
    isWorse(severity, raised.severity) ||
    (severity === raised.severity && stages.some((stage) => !raised.stages.includes(stage)));
  if (!worse) return [];
  track.raised.set(number, { severity, stages });
  return [
    {
      flagId: flagId({ ...event, actorId: event.senderId, harm }),
      tenantId: event.tenantId,
      conversationId: event.conversationId,
      actorId: event.senderId,
      targetIds: targets.ids,
      harm,
      severity,
      score,
      threshold,
      stages,
      evidence: evidenceOf(step, number),
      obfuscation: track.obfuscation,
      language: event.language,
      surface: event.surface,
      country: event.country,
      firstSeenAt: conversation.firstSentAt,
      raisedAt: event.sentAt,
      eventId: event.eventId,
      participants: participantsOf(step),
      versions: { model: info.id, policy: policy.version, normaliser: info.normaliser },
      degraded: false,
    },
  ];
}

/** The window as it was when the message was its newest, whatever the batch holds after it. */
function evidenceOf(step: Step, harm: number): EvidenceMessage[] {
  return step.conversation.window.slice(step.windowFrom, step.windowEnd).map((message) => ({
    eventId: message.eventId,
    senderId: message.senderId,
    sentAt: message.sentAt,
    text: message.text,
    cues: message.cues,
    contribution: message.contribution[harm] ?? 0,
    risk: message.risk[harm] ?? 0,
    trace: message.trace,
  }));
}

function participantsOf({ participants, arrival }: Step): Participant[] {
  const known = [...participants].map(([id, ages]) => ({ id, ...ages }));
  if (participants.has(arrival.event.senderId)) return known;
  return [{ id: arrival.event.senderId, ageBand: 'UNKNOWN', ageSource: 'AGE_SOURCE_UNSPECIFIED' }, ...known];
}
