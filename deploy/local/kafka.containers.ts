import { type ContainerSpec, type Engine, startContainer, volumeName } from './container-engine.ts';
import { ONE_NODE } from './kafka.properties.ts';
import { untilKafkaReady } from './kafka.ready.ts';
import { type Stoppable } from './supervisor.ts';

export interface ContainerOptions {
  readonly port: number;
  /** Whose data the container keeps in a volume, or null for data that may go with it. */
  readonly stateDir: string | null;
}

/** Kafka in a container; resolves when clients can do everything. */
export async function startKafkaContainer(engine: Engine, options: ContainerOptions): Promise<Stoppable> {
  const container = await startContainer(engine, kafkaContainer(engine.host, options));
  try {
    await untilKafkaReady(`${engine.host}:${options.port}`, 60_000);
  } catch (error) {
    await container.stop();
    throw error;
  }
  return container;
}

/** The image takes server.properties as variables: `KAFKA_`, upper case, dots as underscores. */
export function kafkaContainer(host: string, { port, stateDir }: ContainerOptions): ContainerSpec {
  const oneNode = Object.entries(ONE_NODE).map(([key, value]) => [
    `KAFKA_${key.toUpperCase().replaceAll('.', '_')}`,
    String(value),
  ]);
  return {
    name: 'Kafka',
    image: 'apache/kafka:4.1.0',
    containerPort: 9092,
    hostPort: port,
    environment: {
      CLUSTER_ID: 'VigieLocalKafkaClst1AA',
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${host}:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_INTER_BROKER_LISTENER_NAME: 'PLAINTEXT',
      KAFKA_LOG_DIRS: '/var/lib/kafka/data',
      KAFKA_HEAP_OPTS: '-Xms64m -Xmx384m',
      ...Object.fromEntries(oneNode),
    },
    command: [],
    volume: stateDir === null ? null : { name: volumeName(stateDir, 'kafka'), target: '/var/lib/kafka/data' },
    readyLine: /Kafka Server started/,
  };
}
