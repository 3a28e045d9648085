import { type Harm } from '../harm.ts';
import { type Step } from './step-tracks.ts';
import { type AgeGroup, ageGroup } from './track-features.ts';

const MOST_TARGETS = 16;

export interface Targets {
  readonly ids: readonly string[];
  /** The most vulnerable known age among them. */
  readonly age: AgeGroup;
}

/**
 * Who the actor has in front of him: the others who are known or wrote in the window. For grooming, the minors among
 * them where any is known. Whom a threat is aimed at outside the conversation, nobody can tell from here.
 */
export function targetsOf(harm: Harm, step: Step): Targets {
  const { participants, conversation, windowFrom, windowEnd } = step;
  const others = new Set(participants.keys());
  for (let i = windowFrom; i < windowEnd; i += 1) others.add(conversation.window[i]!.senderId);
  others.delete(step.arrival.event.senderId);

  const ageOf = (id: string) => ageGroup(participants.get(id)?.ageBand);
  const minors = [...others].filter((id) => ageOf(id) === 'minor');
  const age = minors.length > 0 ? 'minor' : [...others].some((id) => ageOf(id) === 'adult') ? 'adult' : 'unknown';
  const chosen = harm === 'grooming' && minors.length > 0 ? minors : [...others];
  return { ids: chosen.sort().slice(0, MOST_TARGETS), age };
}
