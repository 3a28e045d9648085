import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { processEvents } from './events/process.ts';
import { Health } from './health/health.ts';
import { type Closer, installShutdown, type ShutdownOptions } from './shutdown.ts';
import { createLogger } from './telemetry/logger.ts';
import { Telemetry } from './telemetry/telemetry.ts';

function setUp(closers: readonly Closer[], options: Partial<ShutdownOptions> = {}) {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({
    service: 'test',
    level: 'info',
    destination: { write: (line: string) => void lines.push(JSON.parse(line)) },
  });
  const telemetry = new Telemetry({ events: Object.values(processEvents), logger, processMetrics: false });
  const health = new Health();
  const signals = new EventEmitter();
  let exited: (code: number) => void;
  const exit = new Promise<number>((resolve) => (exited = resolve));
  const host = Object.assign(signals, { exit: (code: number) => exited(code) }) as unknown as NodeJS.Process;
  const shutDown = installShutdown({ health, telemetry, closers, process: host, ...options });
  return { exit, health, lines, shutDown, signals };
}

const never = { name: 'consumer', close: () => new Promise<void>(() => {}) };

test('not ready, then each part in order, then 0', async () => {
  const order: string[] = [];
  const { signals, health, exit } = setUp([
    { name: 'consumer', close: () => sleep(20).then(() => order.push('consumer')) },
    { name: 'redis', close: () => void order.push('redis') },
  ]);
  signals.emit('SIGTERM');
  expect((await health.ready()).ok).toBe(false);
  expect(order).toEqual([]);
  expect(await exit).toBe(0);
  expect(order).toEqual(['consumer', 'redis']);
});

test('a part that fails does not keep the others open', async () => {
  let closed = false;
  const fails = { name: 'consumer', close: () => Promise.reject(new Error('a secret')) };
  const { exit, shutDown, lines } = setUp([fails, { name: 'redis', close: () => void (closed = true) }]);
  shutDown('test');
  expect(await exit).toBe(1);
  expect(closed).toBe(true);
  expect(lines).toContainEqual(expect.objectContaining({ event: 'part_not_closed', part: 'consumer' }));
  expect(JSON.stringify(lines)).not.toContain('a secret');
});

test('a second signal ends it', async () => {
  const { exit, signals, lines } = setUp([never]);
  signals.emit('SIGINT');
  signals.emit('SIGINT');
  expect(await exit).toBe(1);
  expect(lines.at(-1)).toMatchObject({ event: 'shutdown_overdue', reason: 'SIGINT', part: 'consumer' });
});

test('so does the deadline', async () => {
  const { exit, signals } = setUp([never], { deadlineMs: 30 });
  signals.emit('SIGTERM');
  expect(await exit).toBe(1);
});

test.each(['uncaughtException', 'unhandledRejection'])('%s: named without its message, exit 1', async (origin) => {
  const { exit, signals, lines } = setUp([]);
  signals.emit(origin, new TypeError('a secret'));
  expect(await exit).toBe(1);
  expect(lines).toMatchObject([{ level: 'error', event: 'crashed', origin, error: { name: 'TypeError' } }]);
  expect(JSON.stringify(lines)).not.toContain('a secret');
});
