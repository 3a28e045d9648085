import { REJECTION_CODES } from '@vigie/contracts';
import { REJECTION_LABELS } from '@vigie/runtime';

test('every reason for a rejection has its label in the metric, and no other', () => {
  expect([...REJECTION_LABELS]).toEqual([...REJECTION_CODES]);
});
