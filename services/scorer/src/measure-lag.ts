import { TOPICS } from '@vigie/contracts';
import { type Broker } from '@vigie/kafka';
import { kafkaEvents, scorerEvents, type Telemetry } from '@vigie/runtime';

const EVERY_MS = 10_000;

/** Asks the broker now and then how far behind the group is; a broker that does not answer shows in its own events. */
export function measureLag(broker: Broker, group: string, telemetry: Telemetry, held: () => number) {
  const measure = async () => {
    telemetry.emit(scorerEvents.conversationsHeld, { count: held() });
    const lag = await broker.lag(group, [TOPICS.chatEvents]);
    const records = lag.reduce((sum, { committed, end }) => sum + end - Math.max(0, committed), 0);
    telemetry.emit(kafkaEvents.lagMeasured, { topic: TOPICS.chatEvents, records });
  };
  const timer = setInterval(() => void measure().catch(() => undefined), EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
