import { type ConversationStore } from './conversation-store.ts';

export function memoryConversationStore(): ConversationStore {
  const states = new Map<string, Uint8Array>();
  return {
    load: async (keys) => keys.map((key) => states.get(key) ?? null),
    save: async (entries) => {
      for (const [key, state] of entries) states.set(key, state.slice()); // encoded states share memory
    },
    ping: async () => {},
    close: async () => {},
  };
}
