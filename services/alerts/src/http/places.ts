import { Problem } from './problem.ts';

/** So many at a time, and no queue: who finds no place is told to come again. */
export class Places {
  #free: number;

  constructor(most: number) {
    this.#free = most;
  }

  /**
   * @returns how to leave, to be called once.
   * @throws Problem `unavailable`
   */
  take(): () => void {
    if (this.#free === 0) throw new Problem('unavailable');
    this.#free -= 1;
    return () => void (this.#free += 1);
  }
}
