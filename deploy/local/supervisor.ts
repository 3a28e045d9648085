import { type ProcessSpec, type RunningProcess, startProcess } from './processes.ts';
import { type Say } from './say.ts';

export interface Stoppable {
  readonly name: string;
  stop(): Promise<void>;
  kill?(): Promise<void>;
}

/** Thrown to whoever wants to start something while all is being ended. */
export class Ending extends Error {
  override readonly name = 'Ending';
}

/**
 * Everything that one run has started, ended in the opposite order: what uses Kafka goes before Kafka.
 * Promise: after `stopAll` has begun nothing new starts; when it has resolved, nothing of ours runs.
 */
export class Supervisor {
  readonly #running: Stoppable[] = [];
  #ending: Promise<void> | null = null;
  #onStart: () => void = () => undefined;

  /** Called after each start, so that a crash leaves no process that is written down nowhere. */
  watch(onStart: () => void): void {
    this.#onStart = onStart;
  }

  readonly start = (spec: ProcessSpec): RunningProcess => {
    this.#refuseWhenEnding();
    const child = this.own(startProcess(spec));
    void child.exited.then(() => this.#forget(child));
    return child;
  };

  /** Those of our processes that run now, oldest first. */
  processes(): RunningProcess[] {
    return this.#running.filter((thing): thing is RunningProcess => 'pid' in thing);
  }

  /** Takes charge of something already started (a container). */
  own<T extends Stoppable>(thing: T): T {
    if (this.#ending !== null) {
      void thing.stop();
      throw new Ending();
    }
    this.#running.push(thing);
    this.#onStart();
    return thing;
  }

  stopAll(say: Say): Promise<void> {
    this.#ending ??= this.#stopOneByOne(say);
    return this.#ending;
  }

  async killAll(): Promise<void> {
    this.#ending ??= Promise.resolve();
    await Promise.all(this.#running.map((thing) => (thing.kill ?? thing.stop)()));
  }

  async #stopOneByOne(say: Say): Promise<void> {
    for (const thing of [...this.#running].reverse()) {
      say(`ending ${thing.name}`);
      await thing.stop();
      this.#forget(thing);
    }
  }

  #refuseWhenEnding(): void {
    if (this.#ending !== null) throw new Ending();
  }

  #forget(thing: Stoppable): void {
    const index = this.#running.indexOf(thing);
    if (index >= 0) this.#running.splice(index, 1);
  }
}
