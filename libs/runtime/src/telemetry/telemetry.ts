import { type Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { describeError } from './describe-error.ts';
import { type EventType, type Fields, type FieldValues } from './event.ts';
import { type Field } from './fields.ts';
import { Metrics } from './metrics.ts';

const NAME_LENGTH = 200;

export interface TelemetryOptions {
  /** Every event that this process may emit. */
  readonly events: readonly EventType[];
  readonly logger: Logger;
  /** Metrics of Node itself (memory, event loop, handles). Default true. */
  readonly processMetrics?: boolean;
}

/**
 * The one way by which logs and metrics leave a process: named events with declared fields. What is not declared is
 * dropped, so that a field added in a hurry cannot carry content out. Emitting never throws because of a value.
 */
export class Telemetry {
  readonly registry = new Registry();
  readonly #logger: Logger;
  readonly #metrics = new Metrics(this.registry);
  readonly #declared = new Set<EventType>();
  readonly #vocabularies = new Map<Field, Set<string>>();

  constructor({ events, logger, processMetrics = true }: TelemetryOptions) {
    this.#logger = logger;
    if (processMetrics) collectDefaultMetrics({ register: this.registry });
    for (const type of events) {
      this.#metrics.declare(type);
      this.#declared.add(type);
    }
  }

  /** Throws only when the process has not declared the event: a mistake of the program, found by its first test. */
  emit<F extends Fields>(type: EventType<F>, values: FieldValues<F>): void {
    if (!this.#declared.has(type)) throw new TypeError(`the event ${type.name} is not declared by this process`);
    const kept: Record<string, unknown> = {};
    for (const [key, field] of Object.entries(type.fields)) {
      kept[key] = this.#keep(field, (values as Readonly<Record<string, unknown>>)[key]);
    }
    this.#metrics.move(type, kept);
    if (type.level !== undefined) this.#logger[type.level]({ event: type.name, ...kept });
  }

  /** The value as it may leave; undefined when it is not of its kind. */
  #keep(field: Field, value: unknown): unknown {
    switch (field.kind) {
      case 'number':
        return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
      case 'numbers':
        return keepNumbers(field.names, value);
      case 'word':
        return typeof value === 'string' ? this.#bounded(field, value) : undefined;
      case 'name':
        return typeof value === 'string' ? value.slice(0, NAME_LENGTH) : undefined;
      case 'boolean':
        return typeof value === 'boolean' ? value : undefined;
      case 'error':
        return describeError(value);
    }
  }

  #bounded(field: Field & { kind: 'word' }, value: string): string {
    let vocabulary = this.#vocabularies.get(field);
    if (vocabulary === undefined) this.#vocabularies.set(field, (vocabulary = new Set(field.words)));
    if (vocabulary.has(value)) return value;
    if (vocabulary.size >= field.most) return 'other';
    vocabulary.add(value.slice(0, NAME_LENGTH));
    return value.slice(0, NAME_LENGTH);
  }
}

function keepNumbers(names: readonly string[], value: unknown): Record<string, number> {
  const kept: Record<string, number> = {};
  for (const name of names) {
    const part = (value as Readonly<Record<string, unknown>> | undefined)?.[name];
    if (typeof part === 'number' && Number.isFinite(part)) kept[name] = part;
  }
  return kept;
}
