import { expect, it } from '@jest/globals';
import { idParts } from './id-parts.ts';

it('keeps the end of a long id apart, because that is where it differs', () => {
  expect(idParts('demo-group-assault-fr-5-a')).toEqual({ head: 'demo-group-assault-', tail: 'fr-5-a' });
  expect(idParts('demo-meeting-fr-1-a')).toEqual({ head: 'demo-meeting-', tail: 'fr-1-a' });
});

it('leaves a short id whole, and no letter is ever cut', () => {
  expect(idParts('u-1')).toEqual({ head: '', tail: 'u-1' });
  expect(idParts(`${'x'.repeat(20)}${'😀'.repeat(6)}`).tail).toBe('😀'.repeat(6));
});
