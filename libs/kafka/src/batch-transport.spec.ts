import 'reflect-metadata';
import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload } from '@nestjs/microservices';
import { defer, delay, of, throwError } from 'rxjs';
import { BatchTransport, OnBatch, RethrowFilter } from './batch-transport.ts';
import { records, texts, until } from './broker-contract-bench.ts';
import { MemoryBroker } from './broker.memory.ts';
import { type BatchConsumer, type BatchContext, type RecordBatch } from './port.ts';

const seen: string[] = [];
let fail: 'rejected promise' | 'failing observable' | undefined;
let contextWasWhole = false;
let finished = 0;

@Controller()
class Handlers {
  @OnBatch('promises')
  async onPromises(batch: RecordBatch, { heartbeat, signal }: BatchContext): Promise<void> {
    await heartbeat();
    contextWasWhole = signal instanceof AbortSignal;
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (fail === 'rejected promise') throw new Error(fail);
    seen.push(...texts(batch.records));
    finished += 1;
  }

  @EventPattern('observables')
  onObservables(@Payload() batch: RecordBatch) {
    if (fail === 'failing observable') return throwError(() => new Error(fail));
    return defer(() => of(...texts(batch.records))).pipe(delay(20), (source) => {
      source.subscribe((text) => seen.push(text));
      return source;
    });
  }
}

@Module({ controllers: [Handlers] })
class HandlersModule {}

async function boot() {
  const broker = new MemoryBroker();
  await broker.ensureTopics(['promises', 'observables'].map((name) => ({ name, partitions: 1, config: {} })));
  const errors: string[] = [];
  const transport = new BatchTransport(broker, {
    groupId: 'nest',
    retryDelay: { first: 5, most: 5 },
    onRetry: (_, error) => errors.push((error as Error).message),
  });
  const app: INestMicroservice = await NestFactory.createMicroservice(HandlersModule, {
    strategy: transport,
    logger: false,
  });
  app.useGlobalFilters(new RethrowFilter());
  await app.listen();
  const committed = async (topic: string) => (await broker.lag('nest', [topic]))[0]!.committed;
  return { broker, app, transport, errors, committed, producer: await broker.producer() };
}

beforeEach(() => {
  seen.length = 0;
  finished = 0;
  fail = undefined;
});

test('handlers get whole batches and a context, and the offset follows them', async () => {
  const { app, producer, committed, transport } = await boot();
  await producer.send('promises', records(3));
  await until(async () => (await committed('promises')) === 3);
  expect(seen).toEqual(['0', '1', '2']);
  expect(finished).toBe(1);
  expect(contextWasWhole).toBe(true);
  expect(transport.unwrap<BatchConsumer>().assignment()).toHaveLength(2);
  await app.close();
});

test.each([
  ['promises', 'rejected promise'],
  ['observables', 'failing observable'],
] as const)('%s: a failure reaches onRetry as it was, and the batch comes again', async (topic, how) => {
  const { app, producer, committed, errors } = await boot();
  fail = how;
  await producer.send(topic, records(2));
  await until(() => errors.length >= 2);
  expect(errors[0]).toBe(how);
  expect(await committed(topic)).toBe(-1);
  fail = undefined;
  await until(async () => (await committed(topic)) === 2);
  expect(seen.slice(0, 2)).toEqual(['0', '1']);
  await app.close();
});

test('without the filter, Nest replaces the error, but the batch still comes again', async () => {
  const broker = new MemoryBroker();
  await broker.ensureTopics(['promises', 'observables'].map((name) => ({ name, partitions: 1, config: {} })));
  let retries = 0;
  const options = { groupId: 'nest', retryDelay: { first: 5, most: 5 }, onRetry: () => (retries += 1) };
  const strategy = new BatchTransport(broker, options);
  const app = await NestFactory.createMicroservice(HandlersModule, { strategy, logger: false });
  await app.listen();
  fail = 'rejected promise';
  await (await broker.producer()).send('promises', records(1));
  await until(() => retries >= 2);
  fail = undefined;
  await until(() => seen.length === 1);
  await app.close();
});

test('closing the application finishes the running batch and commits it', async () => {
  const { app, producer, committed } = await boot();
  await producer.send('promises', records(2));
  await until(() => contextWasWhole);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await app.close();
  expect([await committed('promises'), finished]).toEqual([2, 1]);
});

test('what does not fit the transport is refused', async () => {
  const transport = new BatchTransport(new MemoryBroker(), { groupId: 'nest' });
  const handler = async () => undefined;
  expect(() => transport.addHandler({ cmd: 'x' }, handler as never, true)).toThrow('name of a topic');
  expect(() => transport.addHandler('t', handler as never, false)).toThrow('@OnBatch');
  transport.addHandler('t', handler as never, true);
  expect(() => transport.addHandler('t', handler as never, true)).toThrow('two handlers');
  const error = await new Promise((resolve) => transport.listen(resolve));
  expect(error).toMatchObject({ code: 'UNKNOWN_TOPIC' });
});
