import { TRACK_FEATURES } from '@vigie/safety';
import { type GoldenConversation } from './golden.ts';

const MINORS = new Set(['MINOR', 'UNDER_13', 'AGE_13_15', 'AGE_16_17']);
const SURFACES = ['DIRECT', 'GROUP', 'PUBLIC_ROOM', 'GAME'];
const FEATURE = Object.fromEntries(TRACK_FEATURES.map((name, i) => [name, i])) as Record<
  (typeof TRACK_FEATURES)[number],
  number
>;

/** What a step of one message takes beside its own vector and its speaker's state. */
export interface GoldenStep {
  /** Messages whose mean vector is the context. */
  readonly heard: readonly number[];
  readonly features: Float32Array;
}

/**
 * The steps of a golden conversation, written straight from docs/model-bundle.md, section 5. The domain (`libs/safety`)
 * computes the same incrementally from what it remembers; keeping the two apart lets each catch the other.
 *
 * @param tokens number of tokens per message
 */
export function walkGolden(
  { participants, surface, messages }: GoldenConversation,
  tokens: ArrayLike<number>,
  contextMessages: number,
): GoldenStep[] {
  const ages = new Map(participants.map(({ id, ageBand }) => [id, ageOf(ageBand)]));
  const times: number[] = [];
  return messages.map(({ s, dt }, i) => {
    times.push((times.at(-1) ?? 0) + dt);
    const earlier = messages.slice(0, i);
    const own = earlier.filter((message) => message.s === s).length;
    const last = earlier.findLastIndex((message) => message.s === s);
    const speakers = new Set(messages.slice(0, i + 1).map((message) => message.s));
    const others = [...new Set([...speakers, ...ages.keys()])].filter((id) => id !== s).map((id) => ages.get(id));

    const heard: number[] = [];
    for (let k = Math.max(last + 1, i - contextMessages); k < i; k++) heard.push(k);

    const features = new Float32Array(TRACK_FEATURES.length);
    features[FEATURE.gap_own] = last >= 0 ? gap(times[i]! - times[last]!) : 0;
    features[FEATURE.gap_any] = i > 0 ? gap(dt) : 0;
    features[FEATURE[`self_${ages.get(s) ?? 'unknown'}`]] = 1;
    const around = others.includes('minor') ? 'minor' : others.includes('adult') ? 'adult' : 'unknown';
    features[FEATURE[`others_${around}`]] = 1;
    if (SURFACES.includes(surface)) features[FEATURE.surface_direct + SURFACES.indexOf(surface)] = 1;
    features[FEATURE.own_count] = Math.log1p(own) / 8;
    features[FEATURE.others_since] = Math.log1p(i - last - 1) / 8;
    features[FEATURE.speakers] = Math.log(speakers.size) / 6;
    features[FEATURE.length] = Math.log1p(tokens[i]!) / 6;
    features[FEATURE.first] = own === 0 ? 1 : 0;
    return { heard, features };
  });
}

function ageOf(band: string): 'minor' | 'adult' | 'unknown' {
  return MINORS.has(band) ? 'minor' : band === 'ADULT' ? 'adult' : 'unknown';
}

function gap(seconds: number): number {
  return Math.min(1, Math.log1p(Math.max(0, seconds)) / 16);
}
