import { type Policy } from '../policy/policy.ts';

/** A policy for tests: generous budgets, two steps of severity. */
export const TEST_POLICY: Policy = {
  version: 'test-1',
  alertBudget: {
    grooming: { default: 1000, surfaces: {} },
    extortion: { default: 1000, surfaces: {} },
    violence: { default: 1000, surfaces: {} },
  },
  severity: [{ severity: 'S1', minScore: 0.9 }, { severity: 'S2', minStages: 1 }, { severity: 'S3' }],
  clocks: { S0: 900_000, S1: 3_600_000, S2: 28_800_000, S3: 259_200_000 },
  scanning: [],
  transformerShare: 0.02,
};
