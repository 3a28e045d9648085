import { type KafkaRecord } from '@vigie/kafka';
import { OperatorError } from '@vigie/runtime';
import { parseKeyRecordKey } from './keys/case-key.ts';
import { decodeCaseEvent } from './log/case-event-codec.ts';
import { CaseFold } from './view/case-fold.ts';
import { type CaseUpdate, type CaseView, type KeyUpdate } from './view/case-view.ts';

/** Records of the case log → what the view has to write. Needs no key. */
export async function foldEventRecords(
  view: Pick<CaseView, 'load'>,
  partition: number,
  records: readonly KafkaRecord[],
): Promise<CaseUpdate[]> {
  const events = records.map(({ value, offset }) => {
    if (value === null) {
      throw new OperatorError(`The case log holds a tombstone at ${partition}/${offset}: who else may write to it?`);
    }
    return { value, event: decodeCaseEvent(value).event };
  });
  const { cases } = await view.load(partition, [...new Set(events.map(({ event }) => event.caseId))]);
  const fold = new CaseFold(cases);
  for (const { event, value } of events) fold.add(event, () => value);
  return fold.updates();
}

export function foldKeyRecords(records: readonly KafkaRecord[]): KeyUpdate[] {
  return records.map(({ key, value }) => ({ ...parseKeyRecordKey(key), value }));
}
