import { processEvents, type Telemetry, watchYamlFile } from '@vigie/runtime';
import { parsePolicy, type Policy } from '@vigie/safety';
import { type TokensFile, validateTokensFile } from './http/auth/tokens.ts';

export interface Followed<T> {
  /** The last content that held. */
  readonly current: () => T;
  readonly close: () => void;
}

export function followPolicy(file: string, telemetry: Telemetry): Promise<Followed<Policy>> {
  return follow(file, parsePolicy, telemetry);
}

/** Without a file nobody is known by a token. */
export async function followTokens(file: string | undefined, telemetry: Telemetry): Promise<Followed<TokensFile>> {
  if (file === undefined) return { current: () => ({ tokens: [] }), close: () => undefined };
  return follow(file, validateTokensFile, telemetry);
}

async function follow<T>(
  file: string,
  validate: Parameters<typeof watchYamlFile<T>>[1],
  telemetry: Telemetry,
): Promise<Followed<T>> {
  const watched = await watchYamlFile(file, validate, {
    onLoaded: ({ version }) => telemetry.emit(processEvents.fileLoaded, { file, version }),
    onRefused: (error) => telemetry.emit(processEvents.fileRefused, { file, version: error.version, error }),
  });
  telemetry.emit(processEvents.fileLoaded, { file, version: watched.current.version });
  return { current: () => watched.current.value, close: () => watched.close() };
}
