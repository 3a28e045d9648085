import { applyCaseEvent, type Case, type CaseEvent, follows } from '@vigie/safety';
import { type CaseUpdate } from './case-view.ts';

/** Folds events in log order into the cases as they were loaded, and gathers what the view has to write. */
export class CaseFold {
  readonly #loaded: ReadonlyMap<string, Case>;
  readonly #updates = new Map<string, { before: Case | null; after: Case; events: Uint8Array[] }>();

  constructor(loaded: ReadonlyMap<string, Case>) {
    this.#loaded = loaded;
  }

  current(caseId: string): Case | null {
    return this.#updates.get(caseId)?.after ?? this.#loaded.get(caseId) ?? null;
  }

  /** `value`: the record that holds the event; asked for only when the event counts and people may see it. */
  add(event: CaseEvent, value: () => Uint8Array): void {
    const { caseId } = event;
    const current = this.current(caseId);
    if (!follows(current, event)) return;
    const after = applyCaseEvent(current, event);
    if (after === null) return;
    const update = this.#updates.get(caseId) ?? { before: this.#loaded.get(caseId) ?? null, after, events: [] };
    update.after = after;
    if (event.type !== 'ANSWERED') update.events.push(value());
    this.#updates.set(caseId, update);
  }

  updates(): CaseUpdate[] {
    return [...this.#updates.values()];
  }
}
