import { createReadStream } from 'node:fs';
import { fileFault } from './cli-error.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANKS = [0x20, 0x09, CARRIAGE_RETURN];

/** Bytes. Kafka takes no message that large, whatever its settings are likely to be. */
export const LONGEST_LINE = 16 * 1024 * 1024;

export interface LinesOptions {
  /** Lines at once. Fewer come when they have more than `longest` bytes together, so that memory stays bounded. */
  readonly most?: number;
  readonly longest?: number;
}

/**
 * The lines of a stream as they stand, byte for byte, in batches: cut at LF and nowhere else (a text may hold U+2028),
 * and without a CR before it. Of a line longer than `longest` only the first `longest` + 1 bytes are kept.
 */
export async function* lines(
  input: AsyncIterable<Buffer>,
  { most = 2000, longest = LONGEST_LINE }: LinesOptions = {},
): AsyncGenerator<Buffer[]> {
  let batch: Buffer[] = [];
  let bytes = 0;
  const open = new OpenLine(longest);
  for await (const chunk of input) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      open.add(chunk.subarray(from, end));
      from = end + 1;
      bytes += batch[batch.push(open.end({ dropReturn: true })) - 1]!.length;
      if (batch.length < most && bytes <= longest) continue;
      yield batch;
      batch = [];
      bytes = 0;
    }
    open.add(chunk.subarray(from));
  }
  if (!open.isEmpty) batch.push(open.end({ dropReturn: false }));
  if (batch.length > 0) yield batch;
}

/** A line whose end has not come yet. */
class OpenLine {
  #parts: Buffer[] = [];
  #kept = 0;
  #length = 0;

  constructor(private readonly longest: number) {}

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(part: Buffer): void {
    this.#length += part.length;
    // One byte more for the CR of the longest line, and so that too long a line can be told from it.
    const kept = part.subarray(0, this.longest + 1 - this.#kept);
    if (kept.length > 0) this.#parts.push(kept);
    this.#kept += kept.length;
  }

  end({ dropReturn }: { readonly dropReturn: boolean }): Buffer {
    const line = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    const isWhole = this.#length === this.#kept;
    [this.#parts, this.#kept, this.#length] = [[], 0, 0];
    return dropReturn && isWhole && line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
  }
}

export function isBlank(line: Buffer): boolean {
  return line.every((byte) => BLANKS.includes(byte));
}

/** @throws CliError that names the file when it cannot be read */
export async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  try {
    yield* file === '-' ? process.stdin : createReadStream(file);
  } catch (error) {
    throw fileFault('read', file === '-' ? 'standard input' : file, error);
  }
}
