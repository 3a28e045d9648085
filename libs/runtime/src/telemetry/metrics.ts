import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { type EventType, type MetricName, type Move } from './event.ts';

type Metric = Counter<string> | Gauge<string> | Histogram<string>;

/** Moves the metrics of events in a registry. A metric exists, with help and type, before anything has moved it. */
export class Metrics {
  readonly #metrics = new Map<MetricName, { metric: Metric; declared: string }>();

  constructor(private readonly registry: Registry) {}

  /** Throws when two events declare one metric in two ways. */
  declare(type: EventType): void {
    for (const move of type.moves) {
      const name = nameOf(move);
      const labelNames = [...(move.labels ?? []), ...(move.by === undefined ? [] : [move.by])];
      const declared = JSON.stringify([kindOf(move), move.help, labelNames]);
      const known = this.#metrics.get(name);
      if (known === undefined) {
        this.#metrics.set(name, { metric: this.#create(move, name, labelNames), declared });
      } else if (known.declared !== declared) throw new TypeError(`${name} is declared in two ways`);
    }
  }

  /** `values` are those of `type`, words already bounded. */
  move(type: EventType, values: Readonly<Record<string, unknown>>): void {
    for (const move of type.moves) {
      const labels: Record<string, string> = {};
      for (const label of move.labels ?? []) labels[label] = String(values[label]);
      const { metric } = this.#metrics.get(nameOf(move))!;
      const source = amountOf(move);
      const amount = source === 1 ? 1 : values[source];
      if (typeof amount === 'number') apply(metric, move, labels, amount);
      else {
        for (const [name, part] of Object.entries((amount ?? {}) as Record<string, number | undefined>)) {
          if (part !== undefined) apply(metric, move, { ...labels, [move.by!]: name }, part);
        }
      }
    }
  }

  #create(move: Move, name: string, labelNames: string[]): Metric {
    const options = { name, help: move.help, labelNames, registers: [this.registry] };
    if ('counter' in move) return new Counter(options);
    if ('gauge' in move) return new Gauge(options);
    return new Histogram({ ...options, buckets: [...move.buckets] });
  }
}

function apply(metric: Metric, move: Move, labels: Record<string, string>, amount: number): void {
  if (metric instanceof Counter) metric.inc(labels, Math.max(0, amount));
  else if (metric instanceof Histogram) metric.observe(labels, amount);
  else {
    if ('sole' in move && move.sole === true) metric.reset();
    metric.set(labels, amount);
  }
}

function nameOf(move: Move): MetricName {
  return 'counter' in move ? move.counter : 'gauge' in move ? move.gauge : move.histogram;
}

function kindOf(move: Move): string {
  return 'counter' in move ? 'counter' : 'gauge' in move ? 'gauge' : 'histogram';
}

function amountOf(move: Move): 1 | string {
  return 'counter' in move ? move.add : 'gauge' in move ? move.set : move.observe;
}
