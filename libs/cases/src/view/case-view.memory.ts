import { type Case } from '@vigie/safety';
import {
  comparePlaces,
  decodeCursor,
  encodeCursor,
  indexesOf,
  matches,
  placeOf,
  type CaseQuery,
} from './case-query.ts';
import { type ApplyResult, type CasePage, type CaseView, type LoadedCases } from './case-view.ts';
import { type StoredCase, type ViewBatch, type ViewPosition } from './case-view.ts';
import { type DumpValue, formatDump } from './dump.ts';
import { feedEntriesOf } from './feed-entries.ts';
import { MemoryChangeFeed } from './change-feed.memory.ts';

/** For specs and for a demonstration without Redis. Same contract, one process, gone with it. */
export class MemoryCaseView implements CaseView {
  readonly changes = new MemoryChangeFeed();
  readonly #cases = new Map<string, { case: Case; events: Uint8Array[] }>();
  readonly #keys = new Map<string, Map<string, Uint8Array>>();
  readonly #positions = new Map<number, ViewPosition>();
  readonly #ready = new Set<number>();

  async load(partition: number, caseIds: readonly string[]): Promise<LoadedCases> {
    const cases = caseIds.flatMap((id) => this.#cases.get(id)?.case ?? []).map((one) => [one.caseId, one] as const);
    const keys = caseIds.flatMap((id) => {
      const some = this.#keys.get(id);
      return some === undefined ? [] : [[id, [...some.values()]] as const];
    });
    return { position: this.#positions.get(partition) ?? null, cases: new Map(cases), keys: new Map(keys) };
  }

  async apply(batch: ViewBatch): Promise<ApplyResult> {
    const at = this.#positions.get(batch.partition);
    if (at?.events !== batch.expected?.events || at?.keys !== batch.expected?.keys) return 'moved';
    this.#positions.set(batch.partition, batch.next);
    if (batch.ready) this.#ready.add(batch.partition);
    for (const { after, events } of batch.cases) {
      const before = this.#cases.get(after.caseId)?.events ?? [];
      this.#cases.set(after.caseId, { case: after, events: [...before, ...events] });
    }
    for (const { caseId, keyId, value } of batch.keys) {
      const keys = this.#keys.get(caseId) ?? new Map<string, Uint8Array>();
      if (value === null) keys.delete(keyId);
      else keys.set(keyId, value);
      if (keys.size > 0) this.#keys.set(caseId, keys);
      else this.#keys.delete(caseId);
    }
    this.changes.add(feedEntriesOf(batch));
    return 'applied';
  }

  async positions(): Promise<ReadonlyMap<number, ViewPosition>> {
    return new Map(this.#positions);
  }

  async ready(): Promise<ReadonlySet<number>> {
    return new Set(this.#ready);
  }

  async list({ filter, limit, after }: CaseQuery): Promise<CasePage> {
    const start = after === null ? null : decodeCursor(after);
    const found = [...this.#cases.values()]
      .map((stored) => stored.case)
      .filter((one) => matches(one, filter) && (start === null || comparePlaces(placeOf(one), start) > 0))
      .sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
    const last = found[limit - 1];
    const next = last !== undefined && found.length > limit ? encodeCursor(placeOf(last)) : null;
    return { items: found.slice(0, limit), next };
  }

  async find(caseId: string): Promise<StoredCase | null> {
    const stored = this.#cases.get(caseId);
    return stored === undefined ? null : { ...stored, keys: [...(this.#keys.get(caseId)?.values() ?? [])] };
  }

  async wipe(): Promise<void> {
    for (const part of [this.#cases, this.#keys, this.#positions, this.#ready]) part.clear();
  }

  async dump(): Promise<string> {
    const entries: [string, DumpValue][] = [];
    const indexes = new Map<string, Map<string, number>>();
    for (const [id, stored] of this.#cases) {
      entries.push([`case:${id}`, { string: JSON.stringify(stored.case) }], [`events:${id}`, { list: stored.events }]);
      for (const name of ['queue', ...indexesOf(stored.case)]) {
        indexes.set(name, (indexes.get(name) ?? new Map<string, number>()).set(id, placeOf(stored.case).score));
      }
    }
    const at = [...this.#positions].map(
      ([p, { events, keys }]) => [String(p), Buffer.from(`${events}:${keys}`)] as const,
    );
    const ready = [...this.#ready].map((partition) => [String(partition), Buffer.from('1')] as const);
    if (at.length > 0) entries.push(['positions', { hash: new Map(at) }]);
    if (ready.length > 0) entries.push(['ready', { hash: new Map(ready) }]);
    for (const [id, hash] of this.#keys) entries.push([`keys:${id}`, { hash }]);
    for (const [name, sorted] of indexes) entries.push([name, { sorted }]);
    return formatDump(entries);
  }

  async close(): Promise<void> {}
}
