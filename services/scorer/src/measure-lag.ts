import { TOPICS } from '@vigie/contracts';
import { type Broker, recordsBehind } from '@vigie/kafka';
import { kafkaEvents, scorerEvents, type Telemetry } from '@vigie/runtime';

const EVERY_MS = 10_000;

/** Asks the broker now and then how far behind the group is; a broker that does not answer shows in its own events. */
export function measureLag(broker: Broker, group: string, telemetry: Telemetry, held: () => number) {
  const measure = async () => {
    telemetry.emit(scorerEvents.conversationsHeld, { count: held() });
    const records = await recordsBehind(broker, group, [TOPICS.chatEvents]);
    telemetry.emit(kafkaEvents.lagMeasured, { topic: TOPICS.chatEvents, records });
  };
  const timer = setInterval(() => void measure().catch(() => undefined), EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
