import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { noteOwner, requireUnowned } from './data-owner.ts';
import { findJava, type Tools } from './java.ts';
import { type Jars, prepareJars } from './jars.ts';
import { serverProperties } from './kafka.properties.ts';
import { untilKafkaReady } from './kafka.ready.ts';
import { Obstacle } from './obstacle.ts';
import { freePort } from './ports.ts';
import { describeExit, type Exit, type RunningProcess, startInBackground, type StartProcess } from './processes.ts';
import { defaultJarsDir } from './state.ts';

export interface KafkaOptions {
  /** The broker's data; kept when it stops, taken over by the next start. Holds `kafka.log` too. */
  readonly dataDir: string;
  /** Default: a free one. May differ from the last start's on the same data. */
  readonly port?: number;
  readonly jarsDir?: string;
  readonly start?: StartProcess;
}

/** A server on this machine that this process has started and that ends with it at the latest. */
export interface LocalServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  readonly port: number;
  readonly pid: number;
  readonly process: RunningProcess;
  /** In good order: everything is on disk. */
  stop(): Promise<void>;
  /** SIGKILL, as if the machine had lost it. */
  kill(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const JVM = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const CLUSTER_ID = 'VigieLocalKafkaClst1AA';

/** A single-node Kafka (KRaft) from the jars of pom.xml. Resolves when clients can do everything. */
export async function startKafka(options: KafkaOptions): Promise<LocalServer> {
  const { dataDir, jarsDir = defaultJarsDir(), start = startInBackground } = options;
  const tools = await findJava();
  const jars = await prepareJars({ jarsDir, start });
  requireUnowned(dataDir);
  const clusterId = await formatOnce(dataDir, jars, tools, start);

  const port = options.port ?? (await freePort());
  const properties = join(dataDir, 'server.properties');
  const controllerPort = await freePort();
  writeFileSync(properties, serverProperties({ port, controllerPort, logDir: join(dataDir, 'log') }));
  const archive = classArchive(jars, tools);
  const broker = start({
    name: 'Kafka',
    command: tools.java,
    args: [
      ...['-Xms64m', '-Xmx384m', ...JVM, ...archive.flags, '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'],
      ...['-cp', classPath(jars), 'kafka.Kafka', properties],
    ],
    logFile: join(dataDir, 'kafka.log'),
    graceMs: 20_000,
  });
  noteOwner(dataDir, broker);
  void broker.exited.then(archive.keepAfter);
  const address = `127.0.0.1:${port}`;
  await untilKafkaReady(address, READY_WITHIN_MS, { process: broker, clusterId }).catch((cause: unknown) =>
    fail(broker, dataDir, cause),
  );
  return { address, port, pid: broker.pid, process: broker, stop: broker.stop, kill: broker.kill };
}

/**
 * Returns the cluster's id. Formatting starts a JVM of its own, so it is done once and its 16 KB are copied for every
 * further broker, with an id of its own by which it is told from another one on the same port.
 */
async function formatOnce(dataDir: string, jars: Jars, tools: Tools, start: StartProcess): Promise<string> {
  const logDir = join(dataDir, 'log');
  const meta = join(logDir, 'meta.properties');
  if (!existsSync(meta)) {
    const template = join(jars.dir, 'template');
    if (!existsSync(template)) await makeTemplate(template, jars, tools, start);
    cpSync(template, logDir, { recursive: true });
    writeFileSync(meta, readFileSync(meta, 'utf8').replace(CLUSTER_ID, newClusterId()));
  }
  return /^cluster\.id=(.+)$/m.exec(readFileSync(meta, 'utf8'))?.[1] ?? '';
}

/** As Kafka makes them: a UUID in 22 characters of URL-safe base64, none of them a dash at the front. */
function newClusterId(): string {
  const id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

async function makeTemplate(template: string, jars: Jars, tools: Tools, start: StartProcess): Promise<void> {
  const work = `${template}.${randomUUID()}`;
  mkdirSync(work);
  try {
    const properties = join(work, 'server.properties');
    const logDir = join(work, 'log');
    writeFileSync(properties, serverProperties({ port: 1, controllerPort: 2, logDir }));
    const output: string[] = [];
    const exit = await start({
      name: 'Kafka formatting',
      command: tools.java,
      args: [
        ...['-Xmx128m', ...JVM, '-cp', classPath(jars)],
        ...['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', properties],
      ],
      onLine: (line) => output.push(line),
    }).exited;
    if (exit.code !== 0) throw new Error(`Kafka's storage was not formatted (${describeExit(exit)}): ${output.at(-1)}`);
    if (!existsSync(template)) renameSync(logDir, template);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Kafka's classes as this Java has loaded them, mapped instead of read again: a start takes 1.6 s instead of 4.9 s.
 * The first broker that ends in good order leaves the archive (its end takes 2.5 s longer).
 */
function classArchive(jars: Jars, tools: Tools): { flags: string[]; keepAfter(exit: Exit): void } {
  const file = join(jars.dir, `classes-${tools.javaVersion}.jsa`);
  if (existsSync(file)) return { flags: [`-XX:SharedArchiveFile=${file}`], keepAfter: () => undefined };
  const unfinished = `${file}.${randomUUID()}`;
  const keepAfter = ({ signal }: Exit): void => {
    if (!existsSync(unfinished)) return;
    if (signal === 'SIGKILL') rmSync(unfinished);
    else renameSync(unfinished, file);
  };
  return { flags: [`-XX:ArchiveClassesAtExit=${unfinished}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off'], keepAfter };
}

function classPath(jars: Jars): string {
  return join(jars.dir, 'kafka', '*');
}

async function fail(broker: RunningProcess, dataDir: string, cause: unknown): Promise<never> {
  const ended = broker.hasExited();
  await broker.kill();
  const log = join(dataDir, 'kafka.log');
  const words = readFileSync(log, 'utf8').trimEnd().split('\n');
  const lastWords = words.findLast((line) => /ERROR|Exception/.test(line)) ?? words.at(-1);
  throw new Obstacle(
    `Kafka ${ended ? 'ended while starting' : `was not ready within ${READY_WITHIN_MS / 1000} s`}: ` +
      `${lastWords?.trim() || String(cause)} (look into ${log}; with the folder ${dataDir} moved away, Kafka starts empty).`,
  );
}
