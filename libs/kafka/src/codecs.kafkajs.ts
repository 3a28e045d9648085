/**
 * Platforms compress what they send, and a batch that cannot be read ends a consumer of kafkajs, which knows gzip only.
 * So Vigie reads all codecs of Kafka: snappy and LZ4 here, zstd through Node (22.15 or newer). It never writes them.
 * Formats: google/snappy format_description.txt, xerial snappy-java's stream, lz4/lz4 doc/lz4_Frame_format.md.
 */
import * as zlib from 'node:zlib';
import { promisify } from 'node:util';
import kafkajs from 'kafkajs';
import { BrokerError } from './errors.ts';

/** Once a process: the table of codecs belongs to the module of kafkajs, not to a client. */
export function registerCodecs(): void {
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  CompressionCodecs[CompressionTypes.Snappy] = () => readOnly((data) => unsnappy(data));
  CompressionCodecs[CompressionTypes.LZ4] = () => readOnly((data) => unlz4(data));
  CompressionCodecs[CompressionTypes.ZSTD] = () => readOnly(unzstd);
}

function readOnly(decompress: (data: Buffer) => Buffer | Promise<Buffer>) {
  return {
    compress: () => Promise.reject(new BrokerError('REFUSED', 'Vigie does not write compressed batches')),
    decompress: async (data: Buffer) => decompress(data),
  };
}

async function unzstd(data: Buffer): Promise<Buffer> {
  if (zlib.zstdDecompress === undefined) {
    throw new BrokerError('REFUSED', 'Reading zstd needs Node 22.15; or set compression.type=gzip on the topic');
  }
  return promisify(zlib.zstdDecompress)(data);
}

const XERIAL_MAGIC = Buffer.from('\x82SNAPPY\0', 'latin1');
const XERIAL_HEADER = 16;

/** One raw block, or the stream of blocks that Java's client writes. */
export function unsnappy(data: Buffer): Buffer {
  if (!data.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return unsnappyBlock(data);
  const blocks: Buffer[] = [];
  for (let at = XERIAL_HEADER; at < data.length;) {
    const length = data.readInt32BE(at);
    blocks.push(unsnappyBlock(data.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}

function unsnappyBlock(data: Buffer): Buffer {
  let at = 0;
  let size = 0;
  for (let shift = 0, byte = 0x80; byte >= 0x80; shift += 7) {
    byte = data[at++]!;
    size += (byte & 0x7f) * 2 ** shift;
  }
  const out = new Output(size);
  while (at < data.length) {
    const tag = data[at++]!;
    if ((tag & 3) === 0) {
      let length = tag >>> 2;
      if (length >= 60) {
        const bytes = length - 59;
        length = data.readUIntLE(at, bytes);
        at += bytes;
      }
      at = out.literal(data, at, length + 1);
    } else if ((tag & 3) === 1) {
      out.repeat(((tag >>> 5) << 8) | data[at++]!, ((tag >>> 2) & 7) + 4);
    } else {
      const bytes = (tag & 3) === 2 ? 2 : 4;
      out.repeat(data.readUIntLE(at, bytes), (tag >>> 2) + 1);
      at += bytes;
    }
  }
  const result = out.done();
  if (result.length !== size) throw corrupt();
  return result;
}

const LZ4_MAGIC = 0x184d2204;

/** One frame. Checksums are not verified: TCP and Kafka's own CRC have been there before. */
export function unlz4(data: Buffer): Buffer {
  if (data.readUInt32LE(0) !== LZ4_MAGIC) throw new BrokerError('REFUSED', 'Not an LZ4 frame');
  const flags = data[4]!;
  const blockChecksum = (flags & 0x10) === 0 ? 0 : 4;
  let at = 7 + ((flags & 0x08) === 0 ? 0 : 8) + ((flags & 0x01) === 0 ? 0 : 4);
  const out = new Output(data.length * 4);
  for (let word = data.readUInt32LE(at); word !== 0; word = data.readUInt32LE(at)) {
    const length = word & 0x7fffffff;
    at += 4;
    if (word >>> 31 === 1) out.literal(data, at, length);
    else unlz4Block(data.subarray(at, at + length), out);
    at += length + blockChecksum;
  }
  return out.done();
}

function unlz4Block(data: Buffer, out: Output): void {
  let at = 0;
  const more = (length: number): number => {
    if (length < 15) return length;
    let byte: number;
    do length += byte = data[at++]!;
    while (byte === 255);
    return length;
  };
  while (at < data.length) {
    const token = data[at++]!;
    const literals = more(token >>> 4);
    at = out.literal(data, at, literals);
    if (at >= data.length) return;
    const offset = data.readUInt16LE(at);
    at += 2;
    out.repeat(offset, more(token & 15) + 4);
  }
}

/** What has been decoded so far; both formats refer back to it. */
class Output {
  #bytes: Buffer;
  #length = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(Math.max(size, 64));
  }

  /** Returns where the source goes on. */
  literal(source: Buffer, at: number, length: number): number {
    this.#reserve(length);
    if (at + length > source.length) throw corrupt();
    source.copy(this.#bytes, this.#length, at, at + length);
    this.#length += length;
    return at + length;
  }

  /** May overlap itself: an offset of 1 repeats the last byte. */
  repeat(offset: number, length: number): void {
    if (offset === 0 || offset > this.#length) throw corrupt();
    this.#reserve(length);
    const bytes = this.#bytes;
    const end = this.#length + length;
    for (let at = this.#length; at < end; at++) bytes[at] = bytes[at - offset]!;
    this.#length = end;
  }

  done(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(length: number): void {
    if (this.#length + length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

function corrupt(): BrokerError {
  return new BrokerError('REFUSED', 'A compressed batch is corrupt');
}
