import { describe, expect, it } from '@jest/globals';
import { Problem, problemOf, unreachable } from '../api/problem.ts';
import { wordsIn } from '../i18n/words.ts';
import { explain } from './explain.ts';

const en = wordsIn('en');
const answer = (status: number, body: unknown, type = 'application/problem+json') =>
  problemOf(
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'content-type': type } }),
  );

describe('a problem in words', () => {
  it('says who was quicker', async () => {
    const problem = await answer(409, { type: 'https://vigie.dev/problems/already-claimed', title: 'Already claimed' });
    expect(explain(en, problem, { owner: 'ada', state: 'CLAIMED' })).toContain('ada has claimed this case');
    expect(problem.isConflict).toBe(true);
  });

  it('keeps the text of a person whose case changed meanwhile', async () => {
    expect(explain(en, await answer(412, { type: 'https://vigie.dev/problems/version-mismatch' }))).toContain(
      'Your text is kept',
    );
  });

  it('does not ask to send again what somebody else has decided', async () => {
    const problem = await answer(412, { type: 'https://vigie.dev/problems/version-mismatch' });
    expect(explain(en, problem, { owner: 'ada', state: 'DECIDED' })).toContain('has been decided');
    expect(explain(en, problem, { owner: 'ada', state: 'CLAIMED' })).toContain('send again');
  });

  it('names the fields that were refused', () => {
    const problem = new Problem(422, 'invalid', 'Invalid', [{ field: 'reason', message: 'is too long' }]);
    expect(explain(en, problem)).toBe('The server refused what was sent: reason: is too long');
  });

  it('does not invent words for what it does not know, nor for a page of a proxy', async () => {
    expect(explain(en, await answer(500, '<html>', 'text/html'))).toContain('error 500');
  });

  it('tells a list that is being built from a command that is late', async () => {
    const of = (code: string) => answer(503, { type: `https://vigie.dev/problems/${code}` });
    expect(explain(en, await of('view-incomplete'))).toContain('being rebuilt');
    expect(explain(en, await of('not-applied-in-time'))).toContain('send again');
    expect(explain(en, await of('unavailable'))).toContain('cannot be reached');
  });

  it('tells what may be sent again', async () => {
    expect(unreachable().mayRepeat).toBe(true);
    expect((await answer(503, {})).mayRepeat).toBe(true);
    expect((await answer(409, {})).mayRepeat).toBe(false);
    expect(explain(wordsIn('fr'), unreachable())).toContain('Le serveur ne répond pas');
  });
});
