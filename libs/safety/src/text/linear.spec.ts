import { describe, expect, it } from '@jest/globals';
import { normalise } from './normalise.ts';
import { textViews } from './views.ts';

/** Texts that make careless regular expressions explode, as patterns to be repeated. */
const HOSTILE = [
  'a',
  'a1',
  'a@',
  'a@a.',
  '@a',
  '@@',
  '.',
  'a.',
  'a.b-',
  'a b ',
  'a  ',
  's.e.c.r.e.t.',
  '0',
  '0 ',
  '+0(',
  '00-',
  '1a',
  'h3',
  '!',
  'a!',
  'http://',
  'www.',
  'wwww.@',
  'а',
  'аa',
  'аa1 ',
  'a\u200b',
  '\u200b',
  'a\u0336',
  'a\u0301',
  'e\u0301\u0302',
  '\u202ea',
  '\u202e\u202c',
  '\ud835\udc00',
  '\ud835',
  'ꜱᴇ',
  '\u{e0041}',
  '🙂',
];

describe('time', () => {
  it.each(HOSTILE)('grows with the length of %j repeated, not with its square', (pattern) => {
    for (const read of [normalise, textViews]) {
      const short = effort(() => read(fill(pattern, 16 * 1024)));
      const long = effort(() => read(fill(pattern, 64 * 1024)));
      // Four times the text: four times the effort, sixteen if it were quadratic. The constant is the noise of a busy machine.
      expect(long).toBeLessThan(10 * short + 5_000);
    }
  });
});

function fill(pattern: string, length: number): string {
  return `${pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length)}¤`;
}

/** Least processor time of several runs, microseconds. */
function effort(run: () => unknown): number {
  run();
  return Math.min(
    ...Array.from({ length: 4 }, () => {
      const before = process.cpuUsage().user;
      run();
      return process.cpuUsage().user - before;
    }),
  );
}
