import { type AnsweredCommand } from '@vigie/safety';
import { summarize } from './case-summary.ts';
import { type FeedEntry, type ViewBatch } from './case-view.ts';

/** What a batch tells the change feed, as field and value: one entry for each case and each answered command. */
export function feedEntriesOf(batch: ViewBatch): [kind: FeedEntry['kind'], value: string][] {
  const cases = batch.announce ? batch.cases.filter(({ before, after }) => before?.version !== after.version) : [];
  return [
    ...cases.map(({ after }) => ['case', JSON.stringify(summarize(after))] as ['case', string]),
    ...batch.answers.map((answer) => ['answer', JSON.stringify(answer)] as ['answer', string]),
  ];
}

/** An entry of a kind that only a newer Vigie knows means that listeners must load anew; nobody may stop over it. */
export function parseFeedEntry(id: string, kind: string | undefined, value: string): FeedEntry {
  if (kind === 'case') return { id, kind, summary: value };
  if (kind === 'answer') return { id, kind, answer: JSON.parse(value) as AnsweredCommand };
  return { id, kind: 'reset' };
}
