/** One at a time per partition, in the order of arrival. */
export class PartitionMutex {
  readonly #last = new Map<number, Promise<unknown>>();

  run<T>(partition: number, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(partition) ?? Promise.resolve();
    const result = before.then(work);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(partition, settled);
    void settled.then(() => {
      if (this.#last.get(partition) === settled) this.#last.delete(partition);
    });
    return result;
  }
}
