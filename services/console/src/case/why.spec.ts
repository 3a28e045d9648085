import { describe, expect, it } from '@jest/globals';
import { partsOf } from '../i18n/isolate.ts';
import { catalogues, keyOf, languages, wordsIn } from '../i18n/words.ts';
import { againstSentence, isCounterCue, whySentence } from './why.ts';

const plain = (text: string): string => text.replaceAll(/[\u2068\u2069]/g, '');
const say = (language: 'en' | 'fr', stages: string[], targetIds = ['u-2']) =>
  plain(whySentence(wordsIn(language), { actorId: 'u-1', targetIds, stages, participants }));
const participants = [
  { id: 'u-1', ageBand: 'ADULT', ageSource: 'DECLARED' },
  { id: 'u-2', ageBand: 'AGE_13_15' },
];

describe('the sentence that says why', () => {
  it('names the people once, then refers to them', () => {
    expect(say('en', ['age_probe', 'secrecy', 'meeting_request'])).toBe(
      'u-1 (adult) first asked u-2 (aged 13–15) how old they are, then asked them to keep it secret, and finally asked them to meet.',
    );
    expect(say('fr', ['age_probe', 'secrecy', 'meeting_request'])).toBe(
      'u-1 (adulte) a demandé à u-2 (13–15 ans) son âge, puis lui a demandé de garder le secret, et enfin lui a proposé de se voir.',
    );
  });

  it('agrees in number', () => {
    expect(say('fr', ['secrecy', 'payment_demand'], ['u-2', 'u-3'])).toBe(
      'u-1 (adulte) a demandé à u-2 (13–15 ans) et u-3 de garder le secret, puis leur a réclamé de l’argent.',
    );
  });

  it('names a target only where a step speaks of one', () => {
    expect(say('en', ['weapon_acquisition', 'threat'])).toBe(
      'u-1 (adult) spoke of getting a weapon, then wrote a threat to u-2 (aged 13–15).',
    );
  });

  it('counts the targets that it does not name', () => {
    expect(say('en', ['threat'], ['a', 'b', 'c', 'd', 'e'])).toBe('u-1 (adult) wrote a threat to a, b and 3 others.');
    expect(say('en', ['threat'], [])).toBe('u-1 (adult) wrote a threat to someone.');
  });

  it('does not hide a signal that it has no words for', () => {
    expect(say('en', ['brand_new'])).toBe('u-1 (adult) showed “brand new”.');
    expect(say('fr', [])).toContain('sans indice nommé');
  });

  it('keeps what speaks against the alert apart', () => {
    expect(say('en', ['threat', 'hyperbole'])).toBe('u-1 (adult) wrote a threat to u-2 (aged 13–15).');
    expect(againstSentence(wordsIn('en'), ['threat', 'hyperbole'])).toBe('Against it speaks: exaggeration.');
    expect(againstSentence(wordsIn('en'), ['threat'])).toBeUndefined();
  });

  it('keeps ids whole, whatever they contain', () => {
    const sentence = whySentence(wordsIn('en'), { actorId: 'a {x} <b>', targetIds: [], stages: ['threat'] });
    expect(partsOf(sentence)[0]).toEqual({ text: '\u2068a {x} <b>\u2069', isId: true });
  });

  it('has a step for every cue that is not a counter-cue, and a pronoun form without the name', () => {
    const cues = Object.keys(catalogues.en)
      .filter((key) => key.startsWith('cue.'))
      .map((key) => key.slice('cue.'.length));
    expect(cues).toHaveLength(36);
    for (const cue of cues.filter((each) => !isCounterCue(each))) {
      const key = keyOf(`why.step.${cue}`);
      expect([cue, key]).not.toEqual([cue, undefined]);
      for (const language of languages) {
        for (const n of [1, 2]) {
          expect(wordsIn(language).say(key!, { ref: 'pronoun', n, target: 'TARGET' }).includes('TARGET')).toBe(
            language === 'en' && catalogues.en[key!].includes('{target}'),
          );
        }
      }
    }
  });
});
