/** One partition's log in memory. Offsets may have gaps after compaction, as on a real broker. */
import { type KafkaRecord } from './port.ts';

export class MemoryLog {
  #records: KafkaRecord[] = [];
  /** Offset after the last record ever appended. */
  end = 0;

  get begin(): number {
    return this.#records[0]?.offset ?? this.end;
  }

  append(record: KafkaRecord): void {
    this.#records.push(record);
    this.end = record.offset + 1;
  }

  /** At most `most` records with offsets in [from, until). */
  read(from: number, until: number, most: number): readonly KafkaRecord[] {
    const start = this.#indexOf(from);
    const stop = Math.min(start + most, this.#indexOf(until));
    return this.#records.slice(start, stop);
  }

  /** Keeps the last record of each key; the last record of the log stays, also when it is a tombstone. */
  compact(): void {
    const last = new Map<string, number>();
    for (const { key, offset } of this.#records) if (key !== null) last.set(key.toString('latin1'), offset);
    this.#records = this.#records.filter(
      ({ key, offset }) => key === null || last.get(key.toString('latin1')) === offset,
    );
  }

  /** Takes everything before an offset away, as retention does. */
  truncateBefore(offset: number): void {
    this.#records = this.#records.slice(this.#indexOf(offset));
  }

  /** Takes the records from an offset on away but keeps the end, as compaction of the last keys does. */
  dropFrom(offset: number): void {
    this.#records = this.#records.slice(0, this.#indexOf(offset));
  }

  /** Index of the first record at or after the offset. */
  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#records.length;
    const guess = offset - (this.#records[0]?.offset ?? 0);
    if (this.#records[guess]?.offset === offset) return guess;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#records[middle]!.offset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
