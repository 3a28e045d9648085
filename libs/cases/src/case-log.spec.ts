import { type Appended } from '@vigie/kafka';
import { aFlagOf } from '@vigie/safety/testing';
import { CaseLog } from './case-log.ts';
import { CASE_TOPICS } from './topics.ts';

/** A producer that cuts a send into these pieces. */
function logOf(...pieces: [baseOffset: number, count: number][]): CaseLog {
  const send = async (topic: string): Promise<Appended[]> =>
    pieces.map(([baseOffset, count]) => ({ topic, partition: 0, baseOffset, count }));
  return new CaseLog({ send }, CASE_TOPICS);
}

const events = [{ event: aFlagOf({}) as never, value: new Uint8Array() }];
const keys = [{ caseId: 'c', keyId: 'k', tenantId: 't', wrapped: new Uint8Array(), kekId: 'kek' }];

test('one append may become several requests, as long as nobody wrote between them', async () => {
  expect(await logOf([7, 2]).append(0, events)).toBe(7);
  expect(await logOf([7, 2], [9, 3]).append(0, events)).toBe(7);
  expect(await logOf([9, 3], [7, 2]).appendKeys(0, keys)).toBe(7);
});

test('what somebody else has written between two requests is noticed, and no error', async () => {
  expect(await logOf([7, 2], [10, 3]).append(0, events)).toBe('torn');
  expect(await logOf([7, 2], [10, 3]).appendKeys(0, keys)).toBe('torn');
});
