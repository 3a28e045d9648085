import { createHash } from 'node:crypto';
import { unlz4, unsnappy } from './codecs.kafkajs.ts';

/**
 * 1,400 bytes that Java's snappy-java 1.1.10 and lz4-java 1.11 compressed: a long run, noise and repeated text. Batches
 * of Java's producer with lz4, snappy and zstd were read from Kafka 4.4 when this was written.
 */
const SHA256 = '49YFndU6av8feZoeoaHw5DunGFWQkDgN1UrTw5HueoI=';
const STREAM =
  'glNOQVBQWQAAAAABAAAAAQAAAA/IAQAH/gEA/gEA/gEADQEAAABwyAEAB/4BAIoBAPBjopuJsNBWBf2awTWuwCSxG4IfsXxA4g1BekUNOrCwiZ9iY7mIsG41BVq5xRbgTOGTAocBlOBaXQn6nT0CUFiZl6Kr6eCQhqXNGjGVfgBU0WuCD5EMgDLtsXpVrerwwOmP4vPZuAAAAJjIAfCQcF6VlVop5WagPEGjArchZCCqfbn6LZ1yECi5h6K7SVBQNsXdmqH1DkCEcfuC/3HcwELNIXolzZowEEl/YkN5aDAO9SVaWYW2YOyhswKnwTRg+p0p+r19otD42beiSykAEOblLXJtZ3ZsYyB0dG5nb24gb247eHJvIG9pLGllZWVvaSxybWd2bGMgdHRuZ29uINofAAAAACzIAXx0dG5nb24gb247eHJvIG9pLGllZWVvaSxybWd2bGMgdP4fAP4fAJ4fAAAAACvIAXhvaSxpZWVlb2kscm1ndmxjIHR0bmdvbiBvbjt4cm8g/h8A/h8Aoh8AAAAAK8gBeGxjIHR0bmdvbiBvbjt4cm8gb2ksaWVlZW9pLHJtZ3b+HwD+HwCiHwAAAAAryAF4cm8gb2ksaWVlZW9pLHJtZ3ZsYyB0dG5nb24gb247eP4fAP4fAKIfAA==';
const BLOCK =
  '+AoAB/4BAP4BAP4BAP4BAKoBAPD9opuJsNBWBf2awTWuwCSxG4IfsXxA4g1BekUNOrCwiZ9iY7mIsG41BVq5xRbgTOGTAocBlOBaXQn6nT0CUFiZl6Kr6eCQhqXNGjGVfgBU0WuCD5EMgDLtsXpVrerwwOmP4vPZuHBelZVaKeVmoDxBowK3IWQgqn25+i2dchAouYeiu0lQUDbF3Zqh9Q5AhHH7gv9x3MBCzSF6Jc2aMBBJf2JDeWgwDvUlWlmFtmDsobMCp8E0YPqdKfq9faLQ+Nm3okspABDm5S1ybWd2bGMgdHRuZ29uIG9uO3hybyBvaSxpZWVlb2kscm1ndmxjIHR0bmdvbiBvbjt4cm8gb2n+HwD+HwD+HwD+HwD+HwD+HwD+HwD+HwD+HwD+HwD+HwD+HwD+HwA2HwA=';
const FRAME =
  'BCJNGGBwczoBAAAfBwEA/xn//xeim4mw0FYF/ZrBNa7AJLEbgh+xfEDiDUF6RQ06sLCJn2JjuYiwbjUFWrnFFuBM4ZMChwGU4FpdCfqdPQJQWJmXoqvp4JCGpc0aMZV+AFTRa4IPkQyAMu2xelWt6vDA6Y/i89m4cF6VlVop5WagPEGjArchZCCqfbn6LZ1yECi5h6K7SVBQNsXdmqH1DkCEcfuC/3HcwELNIXolzZowEEl/YkN5aDAO9SVaWYW2YOyhswKnwTRg+p0p+r19otD42beiSykAEOblLXJtZ3ZsYyB0dG5nb24gb247eHJvIG9pLGllZWVvaSxybWd2bGMgdHRuZ29uIG9uO3hybyBvaSxpZWVlb2kscm1ndmxjIHR0bmdvbiBvbjt4cm8gb2ksaWVlZW9pLF0A////ElBlb2kscgAAAAA=';

const hash = (data: Buffer) => createHash('sha256').update(data).digest('base64');
const bytes = (text: string) => Buffer.from(text, 'base64');

test('reads what Java writes', () => {
  expect([unsnappy(bytes(STREAM)), unsnappy(bytes(BLOCK)), unlz4(bytes(FRAME))].map(hash)).toEqual([
    SHA256,
    SHA256,
    SHA256,
  ]);
});

test('grows for what compresses well, and takes blocks that are not compressed', () => {
  const run = Buffer.from([0x1f, 7, 1, 0, ...Array(400).fill(255), 10, 0x10, 9]);
  const block = Buffer.concat([le(run.length), run]);
  const plain = Buffer.concat([le(0x80000003), Buffer.from('end')]);
  const frame = Buffer.concat([bytes('BCJNGGBA').subarray(0, 6), Buffer.from([0]), block, plain, le(0)]);
  const found = unlz4(frame);
  expect(found.length).toBe(1 + 15 + 400 * 255 + 10 + 4 + 1 + 3);
  expect(found.subarray(-5).toString('latin1')).toBe('\x07\x09end');
});

test('refuses what is corrupt instead of inventing data', () => {
  const broken = bytes(BLOCK);
  expect(() => unsnappy(broken.subarray(0, 40))).toThrow(expect.objectContaining({ code: 'REFUSED' }));
  expect(() => unlz4(bytes(STREAM))).toThrow(expect.objectContaining({ code: 'REFUSED' }));
});

function le(value: number): Buffer {
  const word = Buffer.alloc(4);
  word.writeUInt32LE(value);
  return word;
}
