import { type ConversationStore, PartitionTakenError } from './conversation-store.ts';

/** What survives its processes; give the same to several stores to play several scorers. */
export class ConversationMemory {
  readonly states = new Map<string, Uint8Array>();
  readonly owners = new Map<number, ConversationStore>();
}

export function memoryConversationStore(memory = new ConversationMemory()): ConversationStore {
  const { states, owners } = memory;
  const store: ConversationStore = {
    own: async (partitions) => {
      for (const partition of partitions) owners.set(partition, store);
    },
    load: async (keys) => keys.map((key) => states.get(key) ?? null),
    save: async (partition, entries) => {
      if ((owners.get(partition) ?? store) !== store) throw new PartitionTakenError(partition);
      for (const [key, state] of entries) states.set(key, state.slice()); // the caller uses its memory again
    },
    ping: async () => {},
    close: async () => {},
  };
  return store;
}
