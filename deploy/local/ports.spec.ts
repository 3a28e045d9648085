import { expect, test } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { freePort, isFree, pagePort, portOr } from './ports.ts';

async function withTakenPort(use: (port: number) => Promise<void>): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

test('a free port is free and stays free after the question', async () => {
  const port = await freePort();
  expect(await isFree(port)).toBe(true);
  expect(await isFree(port)).toBe(true);
});

test('Kafka and Redis move away from a taken port and say so', async () => {
  await withTakenPort(async (taken) => {
    const said: string[] = [];
    const port = await portOr(taken, 'Kafka', (line) => said.push(line));
    expect(port).not.toBe(taken);
    expect(said).toEqual([`port ${taken} is taken by another program, so Kafka listens on ${port}`]);
  });
});

test('the page does not move: one sentence with the remedy', async () => {
  await withTakenPort(async (taken) => {
    await expect(pagePort(String(taken))).rejects.toThrow(
      `Port ${taken} is in use by another program: end that program, or choose another port with VIGIE_PORT=${taken + 10} npm start`,
    );
  });
});

test.each(['0', '65536', 'eighty', '80.5'])('VIGIE_PORT=%s is refused', async (asked) => {
  await expect(pagePort(asked)).rejects.toThrow('is no port');
});
