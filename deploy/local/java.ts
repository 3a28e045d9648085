import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Obstacle } from './obstacle.ts';

export interface Tools {
  readonly java: string;
  /** As Java says it, `17.0.15`; a class archive belongs to exactly one. */
  readonly javaVersion: string;
}

const NEEDED = 17;
const INSTEAD = 'or start a container engine, or set KAFKA_BROKERS to a Kafka that runs';

/** The Java of `JAVA_HOME`, else of the PATH. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<Tools> {
  const ofHome = env['JAVA_HOME'] === undefined ? null : join(env['JAVA_HOME'], 'bin', 'java');
  const java = ofHome !== null && existsSync(ofHome) ? ofHome : 'java';
  const output = await versionOutput(java, ['-version'], env);
  if (output === null) {
    throw new Obstacle(
      `Kafka needs Java ${NEEDED} or newer, and no java was found: install a JDK ${NEEDED}, ${INSTEAD}.`,
    );
  }
  const version = parseJavaVersion(output);
  if (version === null || majorOf(version) < NEEDED) {
    throw new Obstacle(
      `Kafka needs Java ${NEEDED} or newer, and ${java} is ${version ?? 'of an unknown version'}: ` +
        `install a JDK ${NEEDED} and point JAVA_HOME to it, ${INSTEAD}.`,
    );
  }
  return { java, javaVersion: version };
}

export async function requireMaven(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  if ((await versionOutput('mvn', ['-version'], env)) !== null) return;
  throw new Obstacle(
    `The jars of Kafka come with Maven, and no mvn was found: install Maven 3.8 or newer, ${INSTEAD}.`,
  );
}

/** From `openjdk version "17.0.15" 2025-04-15` or `java version "1.8.0_402"`. */
export function parseJavaVersion(output: string): string | null {
  return /version "([^"]+)"/.exec(output)?.[1] ?? null;
}

/** Up to 8, Java called itself 1.x. */
export function majorOf(version: string): number {
  const [first, second] = version.split(/[.+_-]/).map(Number);
  return (first === 1 ? second : first) ?? 0;
}

/** What the command prints, or null when it cannot be run. */
function versionOutput(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, args, { env, timeout: 30_000 }, (error, stdout, stderr) => {
      resolve(error === null ? stdout + stderr : null);
    });
  });
}
