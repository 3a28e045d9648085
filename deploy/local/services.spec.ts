import { expect, test } from '@jest/globals';
import { isWorthShowing, readable } from './services.ts';

test.each([
  ['{"level":30,"msg":"batch"}', false],
  ['{"level":40,"msg":"slow"}', true],
  ['{"level":"info","event":"batch"}', false],
  ['{"level":"error","event":"x"}', true],
  ['{"event":"without level"}', true],
  ['{ cut short', true],
  ['    at somewhere (file.js:1:2)', true],
  ['', false],
])('%s is shown: %s', (line, shown) => {
  expect(isWorthShowing(line)).toBe(shown);
});

test.each([
  [
    '{"level":"warn","time":"2026-11-25T15:28:55.104Z","service":"scorer","event":"dead_letters_sent","topic":"t","records":1}',
    'warn dead_letters_sent topic=t records=1',
  ],
  ['{"level":40,"msg":"slow"}', '{"level":40,"msg":"slow"}'],
  ['    at somewhere (file.js:1:2)', '    at somewhere (file.js:1:2)'],
  ['null', 'null'],
])('%s reads as %s', (line, shown) => {
  expect(readable(line)).toBe(shown);
});
