/**
 * Just enough of the protobuf wire format for the state of a conversation, which is written once per conversation and
 * batch: the generated code of protobuf-es took as long as the whole message stage. Numbers are unsigned, below 2^53.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */

const VARINT = 0;
const BYTES = 2;
const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder();

export class ProtobufWriter {
  private buffer: Uint8Array;
  private data: DataView;
  private start = 0;
  private length = 0;

  constructor(size: number) {
    this.buffer = new Uint8Array(size);
    this.data = new DataView(this.buffer.buffer);
  }

  /** What has been written, valid until `reset`; results lie one behind the other in one piece of memory. */
  finish(): Uint8Array {
    const result = this.buffer.subarray(this.start, this.length);
    this.start = this.length;
    return result;
  }

  /** Writes over everything that has been finished. */
  reset(): void {
    this.start = 0;
    this.length = 0;
  }

  /** What has been written, valid until the next write. */
  view(): Uint8Array {
    const result = this.buffer.subarray(this.start, this.length);
    this.length = this.start;
    return result;
  }

  /** Zero is the default and is left out, as proto3 does. */
  number(field: number, value: number): void {
    if (value === 0) return;
    this.reserve(20);
    this.varint(field * 8 + VARINT);
    this.varint(value);
  }

  string(field: number, value: string): void {
    if (value.length === 0) return;
    this.element(field, value);
  }

  /** Elements of a repeated field are written also when empty. */
  element(field: number, value: string): void {
    this.reserve(20 + value.length * 3);
    this.varint(field * 8 + BYTES);
    const { buffer } = this;
    if (value.length < 42) {
      // Short and, as ids and chat mostly are, ASCII: its length takes one byte and is known beforehand.
      const start = this.length;
      buffer[start] = value.length;
      let i = 0;
      for (; i < value.length; i += 1) {
        const code = value.charCodeAt(i);
        if (code > 0x7f) break;
        buffer[start + 1 + i] = code;
      }
      if (i === value.length) {
        this.length = start + 1 + value.length;
        return;
      }
      const { written } = utf8Encoder.encodeInto(value, buffer.subarray(start + 1));
      buffer[start] = written;
      this.length = start + 1 + written;
      return;
    }
    this.raw(utf8Encoder.encode(value));
  }

  bytes(field: number, value: Uint8Array): void {
    if (value.length === 0) return;
    this.message(field, value);
  }

  /** Little-endian float32, as every platform that Node supports stores them. */
  floats(field: number, values: Float32Array): void {
    this.bytes(field, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  /** The same for a few numbers that are in no typed array: a small one costs more than what it holds. */
  numbers(field: number, values: readonly number[]): void {
    if (values.length === 0) return;
    this.reserve(20 + values.length * 4);
    this.varint(field * 8 + BYTES);
    this.varint(values.length * 4);
    for (let i = 0; i < values.length; i += 1) this.data.setFloat32(this.length + i * 4, values[i]!, true);
    this.length += values.length * 4;
  }

  message(field: number, encoded: Uint8Array): void {
    this.reserve(20 + encoded.length);
    this.varint(field * 8 + BYTES);
    this.raw(encoded);
  }

  /** Fields that are encoded already. */
  append(encoded: Uint8Array): void {
    this.reserve(encoded.length);
    this.buffer.set(encoded, this.length);
    this.length += encoded.length;
  }

  private raw(value: Uint8Array): void {
    this.reserve(10 + value.length);
    this.varint(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }

  private varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.buffer[this.length++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.length++] = rest;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const written = this.buffer.subarray(this.start, this.length);
    // Results in the memory before stay valid; the next round finds room for all of them here.
    this.buffer = new Uint8Array(Math.max(this.buffer.length, written.length + bytes) * 2);
    this.data = new DataView(this.buffer.buffer);
    this.buffer.set(written);
    this.length = written.length;
    this.start = 0;
  }
}

/** Gives each field in turn to `field`, which reads its value or lets it be skipped by not reading. */
export class ProtobufReader {
  private at = 0;
  private wire = VARINT;

  private readonly buffer: Uint8Array<ArrayBuffer>;

  /** A Buffer of Node is read as a plain Uint8Array: its `slice` would share memory instead of copying. */
  constructor(bytes: Uint8Array) {
    this.buffer = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Number of the next field; 0 at the end. */
  next(): number {
    if (this.at >= this.buffer.length) return 0;
    const tag = this.varint();
    if (tag < 8) throw new Error('conversation state: there is no field 0');
    this.wire = tag & 7;
    return Math.floor(tag / 8);
  }

  number(): number {
    if (this.wire !== VARINT) throw new Error(`conversation state: varint expected, wire type ${this.wire} found`);
    return this.varint();
  }

  bytes(): Uint8Array<ArrayBuffer> {
    if (this.wire !== BYTES) throw new Error(`conversation state: bytes expected, wire type ${this.wire} found`);
    const length = this.varint();
    const end = this.at + length;
    if (end > this.buffer.length) throw new Error('conversation state is cut short');
    const value = this.buffer.subarray(this.at, end);
    this.at = end;
    return value;
  }

  string(): string {
    return utf8Decoder.decode(this.bytes());
  }

  /** A copy, since the bytes need not be aligned. */
  floats(): Float32Array<ArrayBuffer> {
    return new Float32Array(this.bytes().slice().buffer);
  }

  skip(): void {
    if (this.wire === VARINT) this.varint();
    else if (this.wire === BYTES) this.bytes();
    else if (this.wire === 1) this.fixed(8);
    else if (this.wire === 5) this.fixed(4);
    else throw new Error(`conversation state: unknown wire type ${this.wire}`);
  }

  private fixed(bytes: number): void {
    this.at += bytes;
    if (this.at > this.buffer.length) throw new Error('conversation state is cut short');
  }

  private varint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8; i += 1) {
      const byte = this.buffer[this.at++];
      if (byte === undefined) throw new Error('conversation state is cut short');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new Error('conversation state: number too large');
  }
}
