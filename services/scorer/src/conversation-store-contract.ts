import { type ConversationStore, PartitionTakenError } from './conversation-store.ts';

/** What every store has to do; run by the specs of the adapters. */
export function conversationStoreContract(
  name: string,
  create: () => Promise<ConversationStore>,
  /** Another process over the same states. */
  createSecond: () => Promise<ConversationStore>,
): void {
  describe(`conversation store: ${name}`, () => {
    let store: ConversationStore;
    beforeAll(async () => {
      store = await create();
    });
    afterAll(() => store.close());

    const bytes = (...values: number[]) => Uint8Array.from(values);
    const plain = (states: (Uint8Array | null)[]) => states.map((state) => (state === null ? null : [...state]));

    test('what was saved is loaded, in the order of the keys, and null where nothing was', async () => {
      await store.save(0, [
        ['acme:a', bytes(1, 0, 255)],
        ['acme:b', bytes()],
      ]);
      expect(plain(await store.load(['acme:b', 'acme:none', 'acme:a']))).toEqual([[], null, [1, 0, 255]]);
    });

    test('the last save counts', async () => {
      await store.save(0, [['acme:c', bytes(1)]]);
      await store.save(0, [['acme:c', bytes(2, 3)]]);
      expect(plain(await store.load(['acme:c']))).toEqual([[2, 3]]);
    });

    test('keys may hold what ids may hold', async () => {
      const keys = ['acme:{x}', 'acme:é{', 'acme:a b*?[1]', 'acme:x:y'];
      await store.save(
        0,
        keys.map((key, i) => [key, bytes(i)] as const),
      );
      expect(plain(await store.load(keys))).toEqual([[0], [1], [2], [3]]);
    });

    test('nothing to do is no error', async () => {
      await store.save(0, []);
      expect(await store.load([])).toEqual([]);
    });

    test('large batches pass', async () => {
      const states = Array.from({ length: 3000 }, (_, i) => [`acme:many-${i}`, new Uint8Array(2000).fill(i)] as const);
      await store.save(0, states);
      const loaded = await store.load(states.map(([key]) => key));
      expect(loaded.every((state, i) => state?.length === 2000 && state[1999] === (i & 255))).toBe(true);
    });

    test('who has lost a partition to another saves nothing there any more, and goes on elsewhere', async () => {
      const second = await createSecond();
      await store.own([4, 5]);
      await store.save(4, [['acme:fenced', bytes(1)]]);
      await second.own([4]);
      await second.save(4, [['acme:fenced', bytes(2)]]);
      await expect(store.save(4, [['acme:fenced', bytes(3)]])).rejects.toThrow(PartitionTakenError);
      await store.save(5, [['acme:mine', bytes(4)]]);
      expect(plain(await store.load(['acme:fenced', 'acme:mine']))).toEqual([[2], [4]]);
      await store.own([4]);
      await store.save(4, [['acme:fenced', bytes(5)]]);
      await expect(second.save(4, [['acme:fenced', bytes(6)]])).rejects.toThrow(PartitionTakenError);
      await second.close();
    });

    test('is reachable', () => store.ping());
  });
}
