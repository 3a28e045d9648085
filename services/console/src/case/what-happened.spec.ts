import { expect, it } from '@jest/globals';
import { type HistoryEntry } from '../api/types.ts';
import { wordsIn } from '../i18n/words.ts';
import { whatHappened } from './what-happened.ts';

const say = (language: 'en' | 'fr', entry: Partial<HistoryEntry>): string =>
  whatHappened(wordsIn(language), { sequence: 1, at: '', by: 'ada', type: 'CLAIMED', ...entry }, 'dev').replaceAll(
    /[\u2068\u2069]/g,
    '',
  );

it('makes the verb agree with who did it', () => {
  expect(say('en', { by: 'dev' })).toBe('You claimed the case');
  expect(say('fr', { by: 'dev' })).toBe('Vous avez pris le dossier');
  expect(say('fr', {})).toBe('ada a pris le dossier');
});

it('says how it was decided and what the severity became', () => {
  expect(say('en', { type: 'DECIDED', disposition: 'REPORTED' })).toBe('ada decided · Reported');
  expect(say('fr', { by: 'vigie', type: 'SEVERITY_RAISED', from: 'S3', to: 'S2' })).toBe(
    'Vigie a relevé la gravité de Faible à En progression',
  );
});

it('does not hide what it has no words for', () => {
  expect(say('en', { type: 'LEGAL_HOLD_SET' })).toBe('ada: legal hold set');
});
