import { isBlank, lines, type LinesOptions } from './lines.ts';

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function batches(bytes: Buffer, size: number, options?: LinesOptions): Promise<string[][]> {
  const all: string[][] = [];
  for await (const batch of lines(inPieces(bytes, size), options))
    all.push(batch.map((line) => line.toString('latin1')));
  return all;
}

const INVALID = Buffer.from([0x22, 0xff, 0xc3, 0x22]);
const whole = [
  Buffer.from('{"text":"one\u2028two\u2029three"}'),
  Buffer.from('é€😀 \u0085 \f'),
  INVALID,
  Buffer.from(''),
  Buffer.from('a\rb'),
  Buffer.from('last'),
];

test.each([1, 2, 3, 7, 64, 1000])('cut at LF and CRLF only, whatever the chunks (%i bytes)', async (size) => {
  const expected = whole.map((line) => line.toString('latin1'));
  for (const end of ['\n', '\r\n']) {
    const text = Buffer.concat(whole.flatMap((line) => [line, Buffer.from(end)]));
    expect((await batches(text, size)).flat()).toEqual(expected);
    const withoutLastEnd = text.subarray(0, -end.length);
    expect((await batches(withoutLastEnd, size)).flat()).toEqual(expected);
  }
});

test('nothing is no line, and a line end is one empty line', async () => {
  expect(await batches(Buffer.from(''), 1)).toEqual([]);
  expect(await batches(Buffer.from('\n'), 1)).toEqual([['']]);
});

test('batches are bounded in lines and in bytes', async () => {
  expect(await batches(Buffer.from('a\nb\nc\nd\ne'), 100, { most: 2 })).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  expect(await batches(Buffer.from('aaa\nbbb\nc\nd'), 100, { longest: 5 })).toEqual([
    ['aaa', 'bbb'],
    ['c', 'd'],
  ]);
});

test.each([1, 3, 100])('too long a line is known by one byte too many, and those after it are whole', async (size) => {
  const text = Buffer.from('12345\r\n123456\n1234567890\r\n12345\n1234567');
  expect((await batches(text, size, { longest: 5 })).flat()).toEqual(['12345', '123456', '123456', '12345', '123456']);
});

test('a line of blanks is blank', () => {
  expect([' \t\r', '', ' x', '\u2028'].map((text) => isBlank(Buffer.from(text)))).toEqual([true, true, false, false]);
});
