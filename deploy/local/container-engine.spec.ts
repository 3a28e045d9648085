import { expect, test } from '@jest/globals';
import { findEngine, volumeName } from './container-engine.ts';
import { fakeEngine } from './container-engine.fake.ts';
import { kafkaContainer } from './kafka.containers.ts';
import { freePort } from './ports.ts';
import { redisContainer, startRedisContainer } from './redis.containers.ts';

type Load = NonNullable<Parameters<typeof findEngine>[0]>;

/** testcontainers with an engine that answers like this. */
function testcontainers(getContainerRuntimeClient: () => Promise<unknown>): Load {
  return (async () => ({ getContainerRuntimeClient })) as unknown as Load;
}

test('an engine that answers is used, with the host of its ports', async () => {
  const engine = await findEngine(testcontainers(async () => ({ info: { containerRuntime: { host: 'localhost' } } })));
  expect(engine?.host).toBe('127.0.0.1');
});

test('no engine: testcontainers does not load, refuses, or says nothing for 5 s', async () => {
  const refuse = async (): Promise<never> => {
    throw new Error('Could not find a working container runtime strategy');
  };
  expect(await findEngine(refuse)).toBeNull();
  expect(await findEngine(testcontainers(refuse))).toBeNull();
  expect(await findEngine(testcontainers(() => new Promise(() => undefined)))).toBeNull();
}, 10_000);

test('the container of Kafka advertises the published port and keeps its data in the volume of the checkout', () => {
  const { environment, hostPort, volume } = kafkaContainer('localhost', { port: 29999, stateDir: '/a/.vigie' });
  expect(hostPort).toBe(29999);
  expect(environment).toMatchObject({
    KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://localhost:29999',
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_LOG_DIRS: volume?.target,
  });
  expect(volume?.name).toBe(volumeName('/a/.vigie', 'kafka'));
  expect(volume?.name).not.toBe(volumeName('/b/.vigie', 'kafka'));
});

test('the container of Redis keeps an append-only file, for tests in the container itself', () => {
  const { command, volume } = redisContainer({ port: 29998, stateDir: null });
  expect(command.join(' ')).toContain('--appendonly yes');
  expect(command.join(' ')).toContain('--dir /data');
  expect(volume).toBeNull();
});

test('a container is published on the loopback address only, keeps its data in a volume, and is stopped and removed', async () => {
  const fake = await fakeEngine();
  process.env['DOCKER_HOST'] = fake.address;
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  const engine = await findEngine();
  if (engine === null) throw new Error('the stand-in for an engine does not answer');
  const port = await freePort();
  const redis = await startRedisContainer(engine, { port, stateDir: '/a/.vigie' });
  await redis.stop();
  expect(fake.created()).toMatchObject({
    Image: 'redis:7.2-alpine',
    HostConfig: {
      PortBindings: { '6379/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
      Binds: [`${volumeName('/a/.vigie', 'redis')}:/data:rw`],
    },
  });
  expect(fake.asked.slice(-2)).toEqual([
    expect.stringMatching(/^POST \/containers\/\w+\/stop\?t=20$/),
    expect.stringMatching(/^DELETE \/containers\/\w+\?v=true$/), // v: volumes without a name
  ]);
  await fake.close();
}, 60_000);
