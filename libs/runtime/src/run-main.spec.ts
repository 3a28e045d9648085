import { OperatorError } from './operator-error.ts';
import { runMain } from './run-main.ts';

async function run(start: () => Promise<unknown>) {
  const written: string[] = [];
  const exits: number[] = [];
  const stderr = { write: (text: string) => written.push(text) > 0 };
  await runMain(start, { stderr, exit: (code) => exits.push(code) });
  return { exits, written: written.join('') };
}

test('what an operator can mend is said plainly', async () => {
  const { exits, written } = await run(() => Promise.reject(new OperatorError('KAFKA_BROKERS is missing.')));
  expect(written).toBe('KAFKA_BROKERS is missing.\n');
  expect(exits).toEqual([1]);
});

test('anything else without its message', async () => {
  const { exits, written } = await run(() => Promise.reject(new TypeError('a secret')));
  expect(written).toContain('TypeError');
  expect(written).not.toContain('a secret');
  expect(exits).toEqual([1]);
  expect(await run(() => Promise.resolve())).toEqual({ exits: [], written: '' });
});
