/**
 * The encoded messages of a window, one after the other in one buffer: a message is encoded once, when it has been
 * scored; each save copies the whole window in one piece, and none of it is garbage afterwards.
 */
export class EncodedWindow {
  private bytes = new Uint8Array(2048);
  private begin = 0;
  private end = 0;
  /** Lengths of the messages in the buffer; the first is message number `first` of the conversation. */
  private lengths: number[] = [];
  private first = 1;

  /** Number of the message after the newest one. */
  get next(): number {
    return this.first + this.lengths.length;
  }

  /** Forgets the messages before this number; nothing is left when it lies beyond the newest. */
  dropBefore(number: number): void {
    while (this.first < number && this.lengths.length > 0) {
      this.begin += this.lengths.shift()!;
      this.first += 1;
    }
    if (this.lengths.length > 0) return;
    this.first = Math.max(this.first, number);
    this.begin = 0;
    this.end = 0;
  }

  push(encoded: Uint8Array): void {
    if (this.end + encoded.length > this.bytes.length) this.makeRoom(encoded.length);
    this.bytes.set(encoded, this.end);
    this.end += encoded.length;
    this.lengths.push(encoded.length);
  }

  view(): Uint8Array {
    return this.bytes.subarray(this.begin, this.end);
  }

  /** To the front of the buffer; into a larger one when that would soon be full again. */
  private makeRoom(more: number): void {
    const needed = this.end - this.begin + more;
    const target = needed * 1.5 > this.bytes.length ? new Uint8Array(needed * 2) : this.bytes;
    target.set(this.view());
    this.end -= this.begin;
    this.begin = 0;
    this.bytes = target;
  }
}
