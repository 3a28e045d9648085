import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { OperatorError } from '../operator-error.ts';
import { parseYaml, type Validate, type YamlProblem } from './parse-yaml.ts';

const MOST_BYTES = 1024 * 1024;

export interface Loaded<T> {
  readonly value: T;
  /** First 12 hex digits of the SHA-256 of the file: the same content is the same version on every machine. */
  readonly version: string;
}

/** `policy.yaml:12: rules[2].harm: is unknown`, a line for each problem. */
export class YamlFileError extends OperatorError {
  override readonly name = 'YamlFileError';

  constructor(
    readonly file: string,
    readonly problems: readonly YamlProblem[],
    /** Empty when the file could not be read. */
    readonly version = '',
    options?: ErrorOptions,
  ) {
    super(problems.map(({ line, message }) => `${file}:${line}: ${message}`).join('\n'), options);
  }
}

/** Throws YamlFileError when the file cannot be read, is larger than 1 MiB, or does not hold. */
export async function loadYamlFile<T>(file: string, validate: Validate<T>): Promise<Loaded<T>> {
  const bytes = await readWhole(file);
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const result = parseYaml(decode(file, bytes, version), validate);
  if ('problems' in result) throw new YamlFileError(file, result.problems, version);
  return { value: result.value, version };
}

async function readWhole(file: string): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_BYTES + 1), 0, MOST_BYTES + 1, 0);
    if (bytesRead > MOST_BYTES) throw new YamlFileError(file, [{ line: 1, message: 'is larger than 1 MiB' }]);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (error instanceof YamlFileError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new YamlFileError(file, [{ line: 1, message: `cannot be read (${code})` }], '', { cause: error });
  } finally {
    await handle?.close();
  }
}

function decode(file: string, bytes: Buffer, version: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new YamlFileError(file, [{ line: 1, message: 'is not UTF-8' }], version);
  }
}
