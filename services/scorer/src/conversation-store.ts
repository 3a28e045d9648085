/**
 * Port to where the states of conversations lie: one record per conversation, key `tenant:conversation`, bytes as
 * `encodeConversation` makes them. Two adapters, memory and Redis; `conversation-store-contract.ts` runs on both.
 */
export interface ConversationStore {
  /** From now on only this store may save states of these partitions; whoever owned them before is refused. */
  own(partitions: readonly number[]): Promise<void>;
  /** One round trip. Null where there is no state; the order of the keys. */
  load(keys: readonly string[]): Promise<(Uint8Array | null)[]>;
  /**
   * One round trip for up to a thousand states; resolves when every state is stored, and the bytes are not looked at
   * afterwards. States unused for the time to live are forgotten.
   *
   * @throws PartitionTakenError when another owns the partition; nothing is stored
   */
  save(partition: number, states: readonly (readonly [key: string, state: Uint8Array])[]): Promise<void>;
  /** Answers whether the store is reachable; throws with the cause when it is not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A scorer that was taken for dead has come back: its states are older than what the new owner has written. */
export class PartitionTakenError extends Error {
  override readonly name = 'PartitionTakenError';
  readonly code = 'PARTITION_TAKEN';

  constructor(partition: number) {
    super(`another scorer owns partition ${partition}`);
  }
}
