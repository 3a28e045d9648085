import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { processEvents } from '../events/process.ts';
import { createLogger } from '../telemetry/logger.ts';
import { Telemetry } from '../telemetry/telemetry.ts';
import { Health } from './health.ts';
import { RuntimeModule } from './runtime.module.ts';

test('a check that throws or hangs is a reason, without content', async () => {
  const health = new Health({ timeoutMs: 20 })
    .addReady('kafka', () => undefined)
    .addReady('redis', () => Promise.reject(Object.assign(new Error('a secret'), { code: 'NOAUTH' })))
    .addReady('view', () => '12,000 records behind')
    .addReady('model', () => new Promise(() => {}));
  expect(await health.ready()).toEqual({
    ok: false,
    checks: { kafka: 'ok', redis: 'Error NOAUTH', view: '12,000 records behind', model: 'no answer within 20 ms' },
  });
  expect(await health.live()).toEqual({ ok: true, checks: {} });
});

test('what is not live is not ready either, and what closes is not ready', async () => {
  let crashed: string | undefined = 'the consumer has crashed';
  const health = new Health().addLive('consumer', () => crashed);
  expect(await health.ready()).toEqual({ ok: false, checks: { consumer: crashed } });
  crashed = undefined;
  expect((await health.ready()).ok).toBe(true);
  health.startClosing();
  expect(await health.ready()).toEqual({ ok: false, checks: { shutdown: 'the process is closing' } });
  expect((await health.live()).ok).toBe(true);
});

describe('over HTTP', () => {
  const health = new Health().addReady('redis', () => reason);
  let reason: string | undefined;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    const logger = createLogger({ service: 'test', level: 'silent' });
    const telemetry = new Telemetry({ events: Object.values(processEvents), logger });
    const module = RuntimeModule.register({ health, telemetry });
    app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  const get = (url: string) => app.inject({ method: 'GET', url });

  test('live and ready', async () => {
    expect((await get('/health/live')).statusCode).toBe(200);
    expect((await get('/health/ready')).json()).toEqual({ status: 'ok', checks: { redis: 'ok' } });
    reason = 'ECONNREFUSED';
    const response = await get('/health/ready');
    expect(response.statusCode).toBe(503);
    expect(response.json()).toEqual({ status: 'failing', checks: { redis: 'ECONNREFUSED' } });
  });

  test('metrics', async () => {
    const response = await get('/metrics');
    expect(response.headers['content-type']).toContain('text/plain');
    expect(response.body).toContain('# TYPE vigie_file_refusals_total counter');
    expect(response.body).toContain('process_cpu_seconds_total');
  });
});
