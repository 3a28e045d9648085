import { expect, test } from '@jest/globals';
import { closingLine, countTests } from './test-result.ts';

test.each([
  ['all pass', { numPassedTests: 12, numFailedTests: 0, numRuntimeErrorTestSuites: 0 }, '12 passed, 0 failed'],
  [
    'a suite that could not run counts',
    { numPassedTests: 12, numFailedTests: 2, numRuntimeErrorTestSuites: 1 },
    '12 passed, 3 failed',
  ],
  [
    'no test is a failure',
    { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0 },
    '0 passed, 1 failed',
  ],
  ['no result is a failure', null, '0 passed, 1 failed'],
])('%s', (_, jest, line) => {
  expect(closingLine(countTests(jest))).toBe(line);
});
