import { type ChangeFeed, type FeedEntry } from './case-view.ts';
import { parseFeedEntry } from './feed-entries.ts';

const MOST = 10_000;

/** Ids are 1, 2, 3 … */
export class MemoryChangeFeed implements ChangeFeed {
  #entries: FeedEntry[] = [];
  #last = 0;
  #wake: (() => void)[] = [];

  add(entries: readonly (readonly [kind: string, value: string])[]): void {
    for (const [kind, value] of entries) this.#entries.push(parseFeedEntry(String((this.#last += 1)), kind, value));
    this.#entries = this.#entries.slice(-MOST);
    for (const wake of this.#wake.splice(0)) wake();
  }

  async latest(): Promise<string> {
    return String(this.#last);
  }

  async remembers(id: string): Promise<boolean> {
    const oldest = Number(this.#entries[0]?.id ?? this.#last + 1);
    return Number(id) >= oldest - 1 && Number(id) <= this.#last;
  }

  async read(id: string, { waitMs, count }: { waitMs: number; count: number }): Promise<readonly FeedEntry[]> {
    const after = () => this.#entries.filter((entry) => Number(entry.id) > Number(id)).slice(0, count);
    if (after().length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        this.#wake.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return after();
  }

  async since(id: string, count: number): Promise<readonly FeedEntry[]> {
    return this.#entries.filter((entry) => Number(entry.id) > Number(id)).slice(0, count);
  }

  async reset(): Promise<void> {
    this.add([['reset', '']]);
  }
}
