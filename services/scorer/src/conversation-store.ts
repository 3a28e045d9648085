/**
 * Port to where the states of conversations lie: one record per conversation, key `tenant:conversation`, bytes as
 * `encodeConversation` makes them. Two adapters, memory and Redis; `conversation-store-contract.ts` runs on both.
 */
export interface ConversationStore {
  /** One round trip. Null where there is no state; the order of the keys. */
  load(keys: readonly string[]): Promise<(Uint8Array | null)[]>;
  /** One round trip; resolves when every state is stored. States unused for the time to live are forgotten. */
  save(states: readonly (readonly [key: string, state: Uint8Array])[]): Promise<void>;
  /** Answers whether the store is reachable; throws with the cause when it is not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
