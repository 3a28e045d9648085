import { type CaseDetail, type CaseSummary, type Participant } from '../api/types.ts';
import { listOf } from '../i18n/dates.ts';
import { isolate } from '../i18n/isolate.ts';
import { keyOf, type Values, type Words } from '../i18n/words.ts';

/** Cues that speak against an alert; they get a sentence of their own. */
const counterCues = new Set([
  'quoting_or_reporting',
  'fiction_or_game',
  'hyperbole',
  'support',
  'professional',
  'family_logistics',
  'commerce',
  'news_or_study',
  'sport',
]);

const namesShown = 3;

export const isCounterCue = (cue: string): boolean => counterCues.has(cue);

type Subject = Pick<CaseSummary | CaseDetail, 'actorId' | 'targetIds' | 'stages' | 'participants'>;

/**
 * One sentence: what the actor did, to whom, in the order seen. "u-1 (adult) first asked u-2 (aged 13–15) how old they
 * are, then asked them to keep it secret, and finally asked them to meet." Ids stand between isolates (U+2068, U+2069),
 * so that a right-to-left id cannot disturb the sentence and the page can set them bold.
 */
export function whySentence(words: Words, subject: Subject): string {
  const actor = person(words, subject.actorId, subject.participants);
  const steps = stepsOf(words, subject);
  if (steps.length === 0) return words.say('why.none', { actor });
  return words.say('why.sentence', { actor, steps: inOrder(words, steps) });
}

/** What speaks against the alert, or nothing. */
export function againstSentence(words: Words, stages: string[]): string | undefined {
  const cues = stages.filter(isCounterCue).map((cue) => words.nameOf('cue', cue));
  return cues.length === 0 ? undefined : words.say('why.against', { cues: listOf(words.language, cues) });
}

function stepsOf(words: Words, subject: Subject): string[] {
  const n = Math.max(1, subject.targetIds.length);
  let named = false;
  return subject.stages
    .filter((stage) => !isCounterCue(stage))
    .map((stage) => {
      const key = keyOf(`why.step.${stage}`);
      if (key === undefined) return words.say('why.step.unknown', { cue: words.nameOf('cue', stage) });
      const values: Values = named
        ? { ref: 'pronoun', n, target: words.say('why.them') }
        : { ref: 'name', n, target: targets(words, subject) };
      named ||= words.mentions(key, 'target');
      return words.say(key, values);
    });
}

function inOrder(words: Words, steps: string[]): string {
  const [first = '', ...rest] = steps;
  const last = rest.pop();
  if (last === undefined) return first;
  if (rest.length === 0) return words.say('why.steps.two', { first, last });
  return words.say('why.steps.many', { first, middle: rest.join(words.say('why.steps.then')), last });
}

function targets(words: Words, { targetIds, participants }: Subject): string {
  if (targetIds.length === 0) return words.say('why.someone');
  const shown = targetIds.slice(0, targetIds.length > namesShown ? namesShown - 1 : namesShown);
  const names = shown.map((id) => person(words, id, participants));
  const others = targetIds.length - shown.length;
  return listOf(words.language, others > 0 ? [...names, words.say('why.others', { count: others })] : names);
}

function person(words: Words, id: string, participants: Participant[] = []): string {
  const name = isolate(id);
  const age = participants.find((each) => each.id === id)?.ageBand ?? 'UNKNOWN';
  return age === 'UNKNOWN' ? name : words.say('why.person', { name, age: words.nameOf('age', age) });
}
