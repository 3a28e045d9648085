import { type ContainerSpec, type Engine, startContainer, volumeName } from './container-engine.ts';
import { type ContainerOptions } from './kafka.containers.ts';
import { redisArguments } from './redis.local.ts';
import { untilRedisReady } from './redis.ready.ts';
import { type Stoppable } from './supervisor.ts';

/** Redis in a container; resolves when it answers. */
export async function startRedisContainer(engine: Engine, options: ContainerOptions): Promise<Stoppable> {
  const container = await startContainer(engine, redisContainer(options));
  try {
    await untilRedisReady(`redis://${engine.host}:${options.port}`, 20_000);
  } catch (error) {
    await container.stop();
    throw error;
  }
  return container;
}

export function redisContainer({ port, stateDir }: ContainerOptions): ContainerSpec {
  return {
    name: 'Redis',
    image: 'redis:7.2-alpine',
    containerPort: 6379,
    hostPort: port,
    environment: {},
    command: ['redis-server', ...redisArguments({ dataDir: '/data', port: 6379, bind: '0.0.0.0' })],
    volume: stateDir === null ? null : { name: volumeName(stateDir, 'redis'), target: '/data' },
    readyLine: /Ready to accept connections/,
  };
}
