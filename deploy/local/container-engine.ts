import { setTimeout as sleep } from 'node:timers/promises';
import type * as testcontainersModule from 'testcontainers';
import { type GenericContainer, type StartedTestContainer } from 'testcontainers';
import { fingerprint } from './jars.ts';
import { Obstacle, soundsLikeNoNetwork } from './obstacle.ts';
import { type Stoppable } from './supervisor.ts';

type Testcontainers = typeof testcontainersModule;

/** An engine that answers (Docker, Podman, Colima and so on). */
export interface Engine {
  readonly testcontainers: Testcontainers;
  /** Where the ports that it publishes are reached, mostly 127.0.0.1. */
  readonly host: string;
}

const ANSWER_WITHIN_MS = 5000;
/** Not `localhost`, which may mean ::1 to a client while the port is published on this one. */
const LOOPBACK = '127.0.0.1';

/**
 * The container engine, or null when none answers within 5 s. A client on the PATH proves nothing, and testcontainers
 * itself refuses to load on some versions of Node, so the import counts as part of the question.
 */
export async function findEngine(
  load = (): Promise<Testcontainers> => import('testcontainers'),
): Promise<Engine | null> {
  const asked = (async (): Promise<Engine | null> => {
    try {
      const testcontainers = await load();
      const client = await testcontainers.getContainerRuntimeClient();
      const { host } = client.info.containerRuntime;
      return { testcontainers, host: host === 'localhost' ? LOOPBACK : host };
    } catch {
      return null;
    }
  })();
  return Promise.race([asked, sleep(ANSWER_WITHIN_MS, null, { ref: false })]);
}

export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly containerPort: number;
  readonly hostPort: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  /** A named volume outlives the container, so that the next start takes over; null for data that may go. */
  readonly volume: { readonly name: string; readonly target: string } | null;
  readonly readyLine: RegExp;
}

/** Starts it on the loopback address only; the engine's reaper removes it if we die without stopping it. */
export async function startContainer(engine: Engine, spec: ContainerSpec): Promise<Stoppable> {
  const container = onLoopback(engine, spec.image)
    .withExposedPorts({ container: spec.containerPort, host: spec.hostPort })
    .withEnvironment({ ...spec.environment })
    .withWaitStrategy(engine.testcontainers.Wait.forLogMessage(spec.readyLine))
    .withStartupTimeout(120_000);
  if (spec.command.length > 0) container.withCommand([...spec.command]);
  if (spec.volume !== null) container.withBindMounts([{ source: spec.volume.name, target: spec.volume.target }]);
  const started = await container.start().catch((error: unknown) => refuse(spec, error));
  return { name: `${spec.name} (container)`, stop: () => stop(started) };
}

/** One volume for each checkout and purpose. */
export function volumeName(stateDir: string, purpose: string): string {
  return `vigie-${purpose}-${fingerprint(stateDir)}`;
}

/** Engines publish ports on every address of the machine; Kafka and Redis have no password here, so not theirs. */
function onLoopback(engine: Engine, image: string): GenericContainer {
  const isLocal = engine.host === LOOPBACK;
  return new (class extends engine.testcontainers.GenericContainer {
    protected override async beforeContainerCreated(): Promise<void> {
      const bindings: Record<string, { HostIp?: string }[]> = this.hostConfig.PortBindings ?? {};
      for (const binding of Object.values(bindings).flat()) if (isLocal) binding.HostIp = LOOPBACK;
    }
  })(image);
}

async function stop(container: StartedTestContainer): Promise<void> {
  await container.stop({ timeout: 20_000, remove: true });
}

function refuse(spec: ContainerSpec, error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  if (!soundsLikeNoNetwork(message)) throw error;
  throw new Obstacle(
    `The image ${spec.image} could not be fetched because the container engine reaches no network: connect this ` +
      `machine, or load the image by hand, then run the command again.`,
    { cause: error },
  );
}
