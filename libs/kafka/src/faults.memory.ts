/**
 * Crash points of one process over the in-memory broker: before or after a step's effect, with an error or as `kill -9`.
 * A killed process neither fails nor goes on: its calls never settle, so nothing behind them in the code ever runs.
 */
import { BrokerError } from './errors.ts';

export type Step = 'send' | 'commit' | 'heartbeat' | 'readLog';

export interface Fault {
  /** `before`: nothing has happened. `after`: it has happened, but nobody was told. Default `before`. */
  readonly when?: 'before' | 'after';
  /** The process dies here instead of seeing an error. */
  readonly kill?: boolean;
  /** Only for this topic. */
  readonly topic?: string;
  /** Lets this many pass first. Default 0. */
  readonly skip?: number;
  /** How often. Default 1. */
  readonly times?: number;
  /** Default: a `BrokerError` with code `UNAVAILABLE`. */
  readonly error?: Error;
}

export class Faults {
  #dead = false;
  readonly #planned: { step: Step; fault: Fault; skip: number; left: number }[] = [];
  readonly #onKill: () => void;

  constructor(onKill: () => void) {
    this.#onKill = onKill;
  }

  get dead(): boolean {
    return this.#dead;
  }

  plan(step: Step, fault: Fault): void {
    this.#planned.push({ step, fault, skip: fault.skip ?? 0, left: fault.times ?? 1 });
  }

  kill(): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#onKill();
  }

  async pass<T>(step: Step, topic: string, effect: () => T): Promise<T> {
    if (this.#dead) return never();
    const fault = this.#planned.length === 0 ? undefined : this.#take(step, topic);
    if (fault !== undefined && fault.when !== 'after') return this.#strike(step, fault);
    const result = effect();
    return fault === undefined ? result : this.#strike(step, fault);
  }

  #take(step: Step, topic: string): Fault | undefined {
    for (const planned of this.#planned) {
      if (planned.step !== step || (planned.fault.topic ?? topic) !== topic || planned.left === 0) continue;
      if (planned.skip > 0) {
        planned.skip -= 1;
        continue;
      }
      planned.left -= 1;
      return planned.fault;
    }
    return undefined;
  }

  #strike(step: Step, { kill, error }: Fault): Promise<never> {
    if (kill !== true) throw error ?? new BrokerError('UNAVAILABLE', `Planned failure of ${step}`);
    this.kill();
    return never();
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
