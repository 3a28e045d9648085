import fc from 'fast-check';
import { wholeResponses } from './socket.kafkajs.ts';

function response(size: number): Buffer {
  const bytes = Buffer.alloc(4 + size, size % 251);
  bytes.writeInt32BE(size);
  return bytes;
}

test('however the bytes arrive, whole responses come out, in order', () => {
  const sizes = fc.array(fc.nat(40), { minLength: 1, maxLength: 12 });
  const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(sizes, cuts, (given, steps) => {
      const all = Buffer.concat(given.map(response));
      const out: Buffer[] = [];
      const receive = wholeResponses((data) => {
        let at = 0;
        while (at < data.length) at += 4 + data.readInt32BE(at);
        expect(at).toBe(data.length);
        out.push(data);
      });
      for (let at = 0, step = 0; at < all.length; step++) {
        const size = steps[step % steps.length]!;
        receive(all.subarray(at, at + size));
        at += size;
      }
      expect(Buffer.concat(out).equals(all)).toBe(true);
    }),
  );
});

test('half a response is never handed out', () => {
  const out: Buffer[] = [];
  const receive = wholeResponses((data) => out.push(data));
  receive(Buffer.concat([response(3), response(9).subarray(0, 6)]));
  expect(out).toEqual([response(3)]);
});
