import { type Conversation, ConversationEncoder, decodeConversation, newConversation } from '@vigie/safety';
import { type ConversationStore } from './conversation-store.ts';

/** Conversations of one batch, ready to be changed in place. */
export type Loaded = ReadonlyMap<string, Conversation>;

export interface LoadResult {
  readonly conversations: Loaded;
  /** How many came from where; `unreadable` states are counted, and their conversations begin anew. */
  readonly counts: { cached: number; loaded: number; new: number; unreadable: number };
}

/**
 * Conversations of the partitions that this process owns: the least recently used leave a local cache first, the store
 * has them all. What is in the cache is what was last saved: a batch that fails has to `forget` what it has touched,
 * and a partition that is lost has to be dropped, since another process writes its states from then on.
 */
export class Conversations {
  private readonly encoders: ConversationEncoder[] = [];
  private readonly cache = new Map<string, { partition: number; conversation: Conversation }>();

  constructor(
    private readonly store: ConversationStore,
    private readonly most: number,
  ) {}

  /** One read of the store for all keys that are not in the cache. */
  async load(partition: number, keys: ReadonlySet<string>, model: string): Promise<LoadResult> {
    const conversations = new Map<string, Conversation>();
    const missing: string[] = [];
    for (const key of keys) {
      const cached = this.cache.get(key);
      if (cached?.partition === partition) conversations.set(key, cached.conversation);
      else missing.push(key);
    }
    const counts = { cached: conversations.size, loaded: 0, new: 0, unreadable: 0 };
    const states = await this.store.load(missing);
    missing.forEach((key, i) => {
      const state = states[i] ?? null;
      const conversation = state === null ? null : readable(state);
      counts[state === null ? 'new' : conversation === null ? 'unreadable' : 'loaded'] += 1;
      conversations.set(key, conversation ?? newConversation(model));
    });
    return { conversations, counts };
  }

  /** One write of the store; then, and only then, the cache. */
  async save(partition: number, changed: Loaded): Promise<void> {
    const encoder = this.encoders.pop() ?? new ConversationEncoder();
    await this.store.save(
      partition,
      Array.from(changed, ([key, conversation]) => [key, encoder.encode(conversation)]),
    );
    // Only now nobody reads the bytes any more; after a failure the connection might still, and the encoder is left to it.
    encoder.reset();
    this.encoders.push(encoder);
    for (const [key, conversation] of changed) {
      this.cache.delete(key);
      this.cache.set(key, { partition, conversation });
    }
    for (const key of this.cache.keys()) {
      if (this.cache.size <= this.most) break;
      this.cache.delete(key);
    }
  }

  forget(keys: Iterable<string>): void {
    for (const key of keys) this.cache.delete(key);
  }

  dropPartitions(partitions: readonly number[]): void {
    for (const [key, { partition }] of this.cache) if (partitions.includes(partition)) this.cache.delete(key);
  }

  get size(): number {
    return this.cache.size;
  }
}

function readable(state: Uint8Array): Conversation | null {
  try {
    return decodeConversation(state);
  } catch {
    return null;
  }
}
