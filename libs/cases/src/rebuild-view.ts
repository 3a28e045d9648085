import { catchUp, type CatchUpDeps, type CatchUpOptions } from './catch-up.ts';

/**
 * Deletes the view (nothing else in that Redis) and builds it from the logs. May run beside alerts, which waits while
 * the view is deleted and helps to fill it. Afterwards the view is the one that was there, byte for byte.
 */
export async function rebuildView(deps: CatchUpDeps, options: CatchUpOptions = {}): Promise<{ partitions: number }> {
  const partitions = (await deps.broker.offsets(deps.topics.caseEvents)).map(({ partition }) => partition);
  await deps.view.wipe();
  await catchUp(deps, partitions, options);
  return { partitions: partitions.length };
}
