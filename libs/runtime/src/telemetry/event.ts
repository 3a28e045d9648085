import { type Field, type FieldValue } from './fields.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error';
export type MetricName = `vigie_${string}`;

export type Fields = Readonly<Record<string, Field>>;

interface Labelled {
  /** A sentence for whoever reads the graph. */
  readonly help: string;
  /** Fields that become labels, under their own names. */
  readonly labels?: readonly string[];
  /** When a `numbers` field is moved: the label that its names become. */
  readonly by?: string;
}

/** How an event moves a metric. Counters end in `_total`, the others in their unit, as Prometheus asks for. */
export type Move = Labelled &
  (
    | { readonly counter: MetricName; readonly add: 1 | string }
    /** `sole`: forgets its other labels when set, for "the version in force". */
    | { readonly gauge: MetricName; readonly set: 1 | string; readonly sole?: boolean }
    | { readonly histogram: MetricName; readonly observe: string; readonly buckets: readonly number[] }
  );

export interface EventType<F extends Fields = Fields> {
  /** Past tense, snake_case: what happened. The field `event` of the log line. */
  readonly name: string;
  readonly doc: string;
  /** Level of the log line; without it the event only moves metrics. */
  readonly level?: Level;
  readonly fields: F;
  readonly moves: readonly Move[];
}

export type FieldValues<F extends Fields> = { readonly [K in keyof F]: FieldValue<F[K]> };

type Keys<F, Kind extends Field['kind']> = { [K in keyof F]: F[K] extends { kind: Kind } ? K : never }[keyof F] &
  string;

/** A move whose fields exist and are of the right kind. */
type MoveOf<F> = Labelled & { readonly labels?: readonly (Keys<F, 'word'> | Keys<F, 'boolean'>)[] } & (
    | { readonly counter: MetricName; readonly add: 1 | Keys<F, 'number' | 'numbers'> }
    | { readonly gauge: MetricName; readonly set: 1 | Keys<F, 'number' | 'numbers'>; readonly sole?: boolean }
    | {
        readonly histogram: MetricName;
        readonly observe: Keys<F, 'number' | 'numbers'>;
        readonly buckets: readonly number[];
      }
  );

export function event<const F extends Fields>(
  type: Omit<EventType<F>, 'moves'> & { readonly moves?: readonly MoveOf<F>[] },
): EventType<F> {
  return { moves: [], ...type };
}
