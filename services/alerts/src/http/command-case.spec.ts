import { MemoryCaseView } from '@vigie/cases';
import { type Case } from '@vigie/safety';
import { type ApiDeps } from './api-deps.ts';
import { commandCase } from './command-case.ts';
import { LiveFeed } from './live/live-feed.ts';
import { Places } from './places.ts';

/** Kafka is away: what is sent waits until the spec acknowledges or fails it. */
function withoutKafka() {
  const sends: PromiseWithResolvers<void>[] = [];
  const faults: unknown[] = [];
  const api = {
    feed: new LiveFeed(new MemoryCaseView().changes, () => undefined),
    sendCommand: () => {
      const send = Promise.withResolvers<void>();
      sends.push(send);
      return send.promise;
    },
    ...{ answerTimeoutMs: 20, clock: Date.now, onFault: (error: unknown) => void faults.push(error) },
  } as unknown as ApiDeps;
  const places = new Places(2);
  const claim = () =>
    commandCase(api, places, {
      current: { caseId: 'c', tenantId: 't', conversationId: 'k' } as Case,
      principal: { userId: 'ada', roles: ['reviewer'], tenants: ['*'] },
      ...{ action: { type: 'claim' }, idempotencyKey: undefined, expectedVersion: 0 },
    });
  return { claim, sends, faults };
}

test('who waits is answered in time, also while Kafka is away', async () => {
  const { claim, sends, faults } = withoutKafka();
  await expect(claim()).rejects.toMatchObject({ code: 'not-applied-in-time', status: 503 });
  const gone = new Error('gone for good');
  sends[0]!.reject(gone);
  await new Promise(setImmediate);
  expect(faults).toEqual([gone]);
  const refused = claim();
  sends[1]!.reject(gone);
  await expect(refused).rejects.toBe(gone);
});

test('only so many commands wait; one that Kafka has not taken keeps its place', async () => {
  const { claim, sends } = withoutKafka();
  const two = await Promise.allSettled([claim(), claim()]);
  expect(two.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(claim()).rejects.toMatchObject({ code: 'unavailable', status: 503 });
  expect(sends).toHaveLength(2);
  sends[0]!.resolve();
  await new Promise(setImmediate);
  await expect(claim()).rejects.toMatchObject({ code: 'not-applied-in-time' });
  expect(sends).toHaveLength(3);
});
