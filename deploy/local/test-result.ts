import { readFileSync } from 'node:fs';

export interface TestResult {
  readonly passed: number;
  readonly failed: number;
}

/** What Jest writes with --json, as far as it is counted. */
interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** A suite that could not run counts as one failed test; no result at all, or no test, counts as a failure too. */
export function countTests(jest: JestResult | null): TestResult {
  if (jest === null) return { passed: 0, failed: 1 };
  const passed = jest.numPassedTests;
  const failed = jest.numFailedTests + jest.numRuntimeErrorTestSuites;
  return { passed, failed: passed + failed === 0 ? 1 : failed };
}

export function readJestResult(file: string): JestResult | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestResult;
  } catch {
    return null;
  }
}

/** The last line of `npm test`. */
export function closingLine({ passed, failed }: TestResult): string {
  return `${passed} passed, ${failed} failed`;
}
