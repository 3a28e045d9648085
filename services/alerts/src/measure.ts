import { type CaseTopics, type CaseView } from '@vigie/cases';
import { type Broker } from '@vigie/kafka';
import { alertsEvents, kafkaEvents, type Telemetry } from '@vigie/runtime';

const EVERY_MS = 15_000;

export interface Measured {
  readonly broker: Broker;
  readonly view: CaseView;
  readonly topics: CaseTopics & { readonly flags: string; readonly commands: string };
  readonly groupId: string;
  readonly listeners: () => number;
  readonly onFault: (error: unknown) => void;
}

/** Lag, distance of the view from the log, and open pages, four times a minute. */
export function measure(telemetry: Telemetry, of: Measured): { stop: () => void } {
  const timer = setInterval(() => void once(telemetry, of).catch(of.onFault), EVERY_MS).unref();
  return { stop: () => clearInterval(timer) };
}

async function once(telemetry: Telemetry, { broker, view, topics, groupId, listeners }: Measured): Promise<void> {
  telemetry.emit(alertsEvents.listenersCounted, { count: listeners() });
  for (const topic of [topics.flags, topics.commands]) {
    const partitions = await broker.lag(groupId, [topic]);
    const records = partitions.reduce((sum, { committed, end }) => sum + end - Math.max(0, committed), 0);
    telemetry.emit(kafkaEvents.lagMeasured, { topic, records });
  }
  const positions = await view.positions();
  const ends = await broker.offsets(topics.caseEvents);
  const behind = ends.map(({ partition, begin, end }) => end - (positions.get(partition)?.events ?? begin));
  telemetry.emit(alertsEvents.viewBehind, { records: behind.reduce((sum, records) => sum + Math.max(0, records), 0) });
}
