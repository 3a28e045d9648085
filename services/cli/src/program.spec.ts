import { jest } from '@jest/globals';
import { InvalidArgumentError } from 'commander';
import { program } from './program.ts';
import { type Surroundings } from './surroundings.ts';
import { wholeNumber } from './whole-number.ts';

const here = {
  ...{ modelDir: 'm', policyFile: 'p', demoFile: 'd', scorerGroup: 'g' },
  kafka: () => {
    throw new Error('Kafka is asked');
  },
  redisUrl: () => 'redis://nowhere',
} satisfies Surroundings;

test('whole numbers from the least on', () => {
  expect(['1', '7', '0010'].map(wholeNumber(1))).toEqual([1, 7, 10]);
  for (const text of ['0', '-1', '1.5', 'abc', '', ' ', '1e3', 'NaN', 'Infinity', '9'.repeat(16)])
    expect(() => wholeNumber(1)(text)).toThrow(InvalidArgumentError);
});

/** With every subcommand throwing instead of ending the process. */
function run(...args: readonly string[]): Promise<unknown> {
  const vigie = program(here, () => {});
  for (const command of [vigie, ...vigie.commands, ...vigie.commands.flatMap(({ commands }) => commands)])
    command.exitOverride().configureOutput({ writeErr: () => {} });
  return vigie.parseAsync(args, { from: 'user' });
}

test.each([
  ['send - --rate abc', /--rate.*whole number from 1/],
  ['send - --rate 0', /--rate.*whole number from 1/],
  ['dlt list --limit 0', /--limit.*whole number from 1/],
  ['dlt redrive --from x', /--from.*whole number from 0/],
  ['topics create --partitions x', /--partitions.*whole number from 1/],
  ['send', /name a file/],
  ['send --demo file', /name a file/],
  ['send x', /Kafka is asked/],
  ['dlt redrive --from 0', /Kafka is asked/],
])('vigie %s', async (line, message) => {
  await expect(async () => run(...line.split(' '))).rejects.toThrow(message);
});

test('a finding that is wrong is exit code 1', async () => {
  const out = jest.spyOn(console, 'log').mockImplementation(() => {});
  let failed = false;
  const nothing = { ...here, redisUrl: here.kafka };
  await program(nothing, () => (failed = true)).parseAsync(['doctor'], { from: 'user' });
  expect(failed).toBe(true);
  expect(out.mock.calls.flat().filter((text) => String(text).startsWith('✗'))).toHaveLength(4);
  out.mockRestore();
});
