import { type ChatEvent, conversationKey } from '@vigie/contracts';
import { type Conversation, decodeConversation, encodeConversation, newConversation } from '@vigie/safety';

/** All conversations of a file: the last ones as objects, the others as bytes, which are a small part of the size. */
export class Conversations {
  readonly #live = new Map<string, Conversation>();
  readonly #packed = new Map<string, Uint8Array>();

  constructor(
    private readonly model: string,
    private readonly mostLive = 5000,
  ) {}

  /** The same object until the next `pack`. */
  of(event: ChatEvent): Conversation {
    const key = conversationKey(event);
    const conversation = this.#live.get(key) ?? this.#unpacked(key) ?? newConversation(this.model);
    this.#live.delete(key);
    this.#live.set(key, conversation);
    return conversation;
  }

  /** To be called between batches: those that have been asked for least lately become bytes. */
  pack(): void {
    for (const [key, conversation] of this.#live) {
      if (this.#live.size <= this.mostLive) return;
      // A copy: what the encoder returns is a piece of a larger buffer.
      this.#packed.set(key, encodeConversation(conversation).slice());
      this.#live.delete(key);
    }
  }

  #unpacked(key: string): Conversation | undefined {
    const bytes = this.#packed.get(key);
    this.#packed.delete(key);
    return bytes && decodeConversation(bytes);
  }
}
