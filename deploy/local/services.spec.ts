import { expect, test } from '@jest/globals';
import { isWorthShowing } from './services.ts';

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
