import { CASE_TOPICS, type CaseView, rebuildView } from '@vigie/cases';
import { type Broker } from '@vigie/kafka';
import { progress } from '../progress.ts';

/**
 * `vigie rebuild`: deletes the view of all cases in Redis and builds it anew from the log. Nothing but the view is
 * touched; alerts may go on running, it waits and then helps.
 */
export async function rebuild(broker: Broker, view: CaseView): Promise<void> {
  const { onProgress, end } = progress(process.stderr);
  const { partitions } = await rebuildView({ broker, view, topics: CASE_TOPICS }, { onProgress });
  end();
  console.error(`The view of ${partitions} partitions is built anew from ${CASE_TOPICS.caseEvents}.`);
}
