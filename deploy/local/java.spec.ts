import { expect, test } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findJava, majorOf, parseJavaVersion, requireMaven } from './java.ts';

/** A JAVA_HOME whose java says this. */
function javaHome(words: string): string {
  const home = mkdtempSync(join(tmpdir(), 'vigie-java-'));
  mkdirSync(join(home, 'bin'));
  const java = join(home, 'bin', 'java');
  writeFileSync(java, `#!/bin/sh\necho '${words}' >&2\n`);
  chmodSync(java, 0o755);
  return home;
}

test.each([
  ['openjdk version "17.0.15" 2025-04-15', '17.0.15', 17],
  ['java version "1.8.0_402"', '1.8.0_402', 8],
  ['openjdk version "25" 2025-09-16', '25', 25],
  ['openjdk version "26-ea" 2026-03-17', '26-ea', 26],
])('%s', (output, version, major) => {
  expect(parseJavaVersion(output)).toBe(version);
  expect(majorOf(version)).toBe(major);
});

test('takes the Java of JAVA_HOME', async () => {
  const home = javaHome('openjdk version "21.0.2" 2024-01-16');
  expect(await findJava({ JAVA_HOME: home })).toEqual({ java: join(home, 'bin', 'java'), javaVersion: '21.0.2' });
});

test('an old Java: one sentence with the remedy', async () => {
  const home = javaHome('openjdk version "11.0.22" 2024-01-16');
  await expect(findJava({ JAVA_HOME: home })).rejects.toThrow(
    /^Kafka needs Java 17 or newer, and \S+ is 11\.0\.22: install a JDK 17 and point JAVA_HOME to it, or start a container engine, or set KAFKA_BROKERS/,
  );
});

test('no Java, no Maven: one sentence with the remedy', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'vigie-no-java-'));
  await expect(findJava({ PATH: empty })).rejects.toThrow(/no java was found: install a JDK 17, or start a container/);
  await expect(requireMaven({ PATH: empty })).rejects.toThrow(
    /no mvn was found: install Maven 3\.8 or newer, or start/,
  );
});
