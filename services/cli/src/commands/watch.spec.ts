import { jest } from '@jest/globals';
import { encodeFlag, type Flag, TOPICS } from '@vigie/contracts';
import { type ConsumerOptions, MemoryBroker } from '@vigie/kafka';
import { watch } from './watch.ts';

const flag: Flag = {
  ...{ flagId: 'f-1', tenantId: 'acme', conversationId: 'c-1', actorId: 'u-1', targetIds: ['u-2'], eventId: 'e-1' },
  ...{ harm: 'violence', severity: 'S2', score: 0.5, threshold: 0.4, stages: ['threat'], obfuscation: 0 },
  ...{ language: 'fr', surface: 'DIRECT', country: 'FR', firstSeenAt: 0, raisedAt: 0, participants: [] },
  ...{ versions: { model: 'm', policy: 'p', normaliser: 'n' }, degraded: false },
  evidence: [
    {
      ...{ eventId: 'e-1', senderId: 'u-1', sentAt: 0, text: 'a secret', cues: [] },
      ...{ contribution: 0, risk: 0.5, trace: {} },
    },
  ],
};

/** Remembers the options of its consumer, so that a test can let it end for good. */
class CrashingBroker extends MemoryBroker {
  options: ConsumerOptions | undefined;
  override consumer(options: ConsumerOptions) {
    this.options = options;
    return super.consumer(options);
  }
}

let broker: CrashingBroker;
beforeEach(() => {
  broker = new CrashingBroker();
  broker.cluster.create(TOPICS.flags, 2, {});
});
jest.spyOn(console, 'error').mockImplementation(() => {});
afterEach(() => broker.close());

test.each([{ json: true }, {}])('a line for each flag, without its text (%j)', async (format) => {
  broker.cluster.append(TOPICS.flags, [
    { key: 'k', value: Buffer.from(encodeFlag(flag)) },
    { key: 'k', value: null },
  ]);
  const seen = Promise.withResolvers<string>();
  const out = jest.spyOn(console, 'log').mockImplementation(seen.resolve);
  await watch(broker, { fromStart: true, ...format }, () => seen.promise);
  out.mockRestore();
  expect(await seen.promise).toMatch(/S2.*violence|violence.*S2/);
  expect(await seen.promise).not.toContain('a secret');
});

test('a consumer that ends for good ends the command', async () => {
  const crash = async () => {
    broker.options!.onCrash!(new Error('no rights'));
    return new Promise(() => {});
  };
  await expect(watch(broker, {}, crash)).rejects.toThrow('safety.flags can no longer be read (no rights)');
});
