import { type AnsweredCommand, type Case } from '@vigie/safety';
import { type CaseQuery } from './case-query.ts';

/**
 * The view of all cases: what alerts decides on, and what the desk reads. A pure function of two logs, partition by
 * partition: `safety.case-events` and `safety.case-keys`. It may be lost at any time; `catchUp` brings it back.
 *
 * Every write names the position that it starts from and is refused when the view stands elsewhere, so any number of
 * processes may write. Errors of the store are thrown, and nothing has been written then, or all of it.
 */
export interface CaseView {
  /** One round trip. The position was read no later than the cases. */
  load(partition: number, caseIds: readonly string[]): Promise<LoadedCases>;
  /** One round trip, all or nothing. */
  apply(batch: ViewBatch): Promise<ApplyResult>;
  positions(): Promise<ReadonlyMap<number, ViewPosition>>;
  /** Partitions that have been brought to the end of their logs once since the view began. */
  ready(): Promise<ReadonlySet<number>>;
  /** In the order in which people should act: severity, due time, case id. */
  list(query: CaseQuery): Promise<CasePage>;
  find(caseId: string): Promise<StoredCase | null>;
  /** Deletes the view and nothing else. Nothing is applied meanwhile; whoever applies must then start from the beginning. */
  wipe(): Promise<void>;
  /** Everything that is derived from the logs, one entry a line, in a fixed order: equal logs, equal lines. */
  dump(): Promise<string>;
  readonly changes: ChangeFeed;
  close(): Promise<void>;
}

/** Next offset to read. */
export interface ViewPosition {
  readonly events: number;
  readonly keys: number;
}

export interface LoadedCases {
  /** `null`: the view knows nothing of this partition, and nothing may be decided on it. */
  readonly position: ViewPosition | null;
  readonly cases: ReadonlyMap<string, Case>;
  /** Encoded `CaseKey`s of each case that has any. */
  readonly keys: ReadonlyMap<string, readonly Uint8Array[]>;
}

export interface ViewBatch {
  readonly partition: number;
  readonly expected: ViewPosition | null;
  readonly next: ViewPosition;
  readonly cases: readonly CaseUpdate[];
  readonly keys: readonly KeyUpdate[];
  readonly answers: readonly AnsweredCommand[];
  /** Tell the change feed. Not while a lost view is read from the beginning. */
  readonly announce: boolean;
  /** Says that `next` is the end of the logs. */
  readonly ready: boolean;
}

export interface CaseUpdate {
  /** As it was loaded. */
  readonly before: Case | null;
  readonly after: Case;
  /** Values of the records that people may see in the case's history. */
  readonly events: readonly Uint8Array[];
}

export interface KeyUpdate {
  readonly caseId: string;
  readonly keyId: string;
  /** `null`: erased. */
  readonly value: Uint8Array | null;
}

/** `moved`: the view stands elsewhere than expected. `wiping`: somebody is deleting it; try again in a moment. */
export type ApplyResult = 'applied' | 'moved' | 'wiping';

export interface CasePage {
  readonly items: readonly Case[];
  /** Where to go on; `null` at the end. A page may be shorter than asked for and still have a next one. */
  readonly next: string | null;
}

export interface StoredCase {
  readonly case: Case;
  readonly events: readonly Uint8Array[];
  readonly keys: readonly Uint8Array[];
}

/** What changed, for live pages and for those who wait for an answer. Remembers the last some thousand entries. */
export interface ChangeFeed {
  /** Id of the newest entry, to read on from. */
  latest(): Promise<string>;
  /** Whether everything after this id is still there. */
  remembers(id: string): Promise<boolean>;
  /** Entries after `id`; waits up to `waitMs` for the first. One reader per feed at a time. */
  read(id: string, options: { readonly waitMs: number; readonly count: number }): Promise<readonly FeedEntry[]>;
  /** At most `count` entries after `id`, without waiting; for a page that comes back. */
  since(id: string, count: number): Promise<readonly FeedEntry[]>;
  /** Tells every listener to load anew. */
  reset(): Promise<void>;
}

export type FeedEntry = { readonly id: string } & (
  | { readonly kind: 'case'; readonly summary: string }
  | { readonly kind: 'answer'; readonly answer: AnsweredCommand }
  | { readonly kind: 'reset' }
);
