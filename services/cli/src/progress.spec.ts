import { progress } from './progress.ts';

function written(isTTY: boolean): string {
  let text = '';
  const { onProgress, end } = progress({
    isTTY,
    write: (part: string | Uint8Array) => Boolean((text += String(part))),
  });
  for (const [partition, events] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const)
    onProgress({ partition, position: { events, keys: 0 }, end: { events: 2, keys: 0 } });
  end();
  return text;
}

test('carriage returns only at a terminal', () => {
  expect(written(true)).toBe(
    '\rpartition 0: 1 of 2 records   \rpartition 0: 2 of 2 records   \rpartition 1: 2 of 2 records   \n',
  );
  expect(written(false)).toBe('partition 0: 2 of 2 records\npartition 1: 2 of 2 records\n');
});
