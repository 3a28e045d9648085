import { setTimeout as sleep } from 'node:timers/promises';
import { type ChangeFeed, type FeedEntry } from '@vigie/cases';
import { type AnsweredCommand } from '@vigie/safety';

export type FeedListener = (entry: Exclude<FeedEntry, { kind: 'answer' }>) => void;

/** One reader of the change feed per process: hands changes to every open page, and answers to those who wait. */
export class LiveFeed {
  readonly #feed: ChangeFeed;
  readonly #onFault: (error: unknown) => void;
  readonly #listeners = new Map<FeedListener, () => void>();
  readonly #waiting = new Map<string, Set<(answer: AnsweredCommand) => void>>();
  #at = '';
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(feed: ChangeFeed, onFault: (error: unknown) => void) {
    this.#feed = feed;
    this.#onFault = onFault;
  }

  /** Id of the last entry that was handed out. */
  get at(): string {
    return this.#at;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  async start(): Promise<void> {
    this.#at = await this.#feed.latest();
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  /** `onEnd`: the process goes away. @returns how to stop listening. */
  listen(listener: FeedListener, onEnd: () => void = () => undefined): () => void {
    this.#listeners.set(listener, onEnd);
    return () => this.#listeners.delete(listener);
  }

  endAll(): void {
    for (const end of this.#listeners.values()) end();
  }

  /** To be called before the command is sent. Resolves to null when there is no answer in time. */
  answerTo(commandId: string, timeoutMs: number): Promise<AnsweredCommand | null> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(commandId) ?? new Set();
      this.#waiting.set(commandId, waiting);
      const done = (answer: AnsweredCommand | null) => {
        clearTimeout(timer);
        waiting.delete(done);
        if (waiting.size === 0) this.#waiting.delete(commandId);
        resolve(answer);
      };
      const timer = setTimeout(done, timeoutMs, null);
      waiting.add(done);
    });
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        const entries = await this.#feed.read(this.#at, { waitMs: 1000, count: 500 });
        for (const entry of entries) this.#handOut(entry);
      } catch (error) {
        if (this.#stopped) return;
        this.#onFault(error);
        await sleep(500);
      }
    }
  }

  #handOut(entry: FeedEntry): void {
    this.#at = entry.id;
    if (entry.kind !== 'answer') for (const listener of this.#listeners.keys()) listener(entry);
    else for (const done of this.#waiting.get(entry.answer.commandId) ?? []) done(entry.answer);
  }
}
