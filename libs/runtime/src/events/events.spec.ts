import { createLogger } from '../telemetry/logger.ts';
import { type EventType } from '../telemetry/event.ts';
import { Telemetry } from '../telemetry/telemetry.ts';
import { alertsEvents } from './alerts.ts';
import { kafkaEvents } from './kafka.ts';
import { processEvents } from './process.ts';
import { scorerEvents } from './scorer.ts';

const all = [processEvents, kafkaEvents, scorerEvents, alertsEvents].flatMap((group): EventType[] =>
  Object.values(group),
);
const logger = createLogger({ service: 'test', level: 'silent' });

test('names of events are unique and in one style', () => {
  const names = all.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
});

test('one process can declare them all', async () => {
  const telemetry = new Telemetry({ events: all, logger, processMetrics: false });
  for (const { name, type } of await telemetry.registry.getMetricsAsJSON()) {
    const suffix = String(type) === 'counter' ? /_total$/ : /(?<!_total)$/;
    expect(name).toMatch(suffix);
  }
});

test('a numbers field that moves a metric has a label for its names', () => {
  for (const { fields, moves } of all) {
    for (const move of moves) {
      const source = 'counter' in move ? move.add : 'gauge' in move ? move.set : move.observe;
      expect(move.by !== undefined).toBe(source !== 1 && fields[source]?.kind === 'numbers');
    }
  }
});

test('a batch in metrics', async () => {
  const telemetry = new Telemetry({ events: all, logger, processMetrics: false });
  telemetry.emit(scorerEvents.batchScored, {
    partition: 3,
    records: 10,
    messages: { scored: 8, repeated: 1, rejected: 1 },
    rejected: { JSON_INVALID: 1 },
    judged: { gate: 7, transformer: 1 },
    conversations: { cached: 2, loaded: 1 },
    foreignKeys: 0,
    seconds: 0.02,
    stages: { decode: 0.001, gate: 0.01 },
  });
  const text = await telemetry.registry.metrics();
  expect(text).toContain('vigie_scorer_messages_total{result="scored"} 8');
  expect(text).toContain('vigie_scorer_rejected_total{code="JSON_INVALID"} 1');
  expect(text).toContain('vigie_scorer_stage_duration_seconds_count{stage="gate"} 1');
});
