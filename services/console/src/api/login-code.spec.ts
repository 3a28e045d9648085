import { expect, it } from '@jest/globals';
import { codeIn } from './login-code.ts';

it.each([
  ['  abc-1 ', 'abc-1'],
  ['http://localhost:8080/?login=abc-1', 'abc-1'],
  ['http://localhost:8080/?state=OPEN&login=abc-1#x', 'abc-1'],
])('finds the code in %p', (pasted, code) => {
  expect(codeIn(pasted)).toBe(code);
});
