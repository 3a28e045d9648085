import { stat } from 'node:fs/promises';
import { type Loaded, loadYamlFile, YamlFileError } from './load-yaml-file.ts';
import { type Validate } from './parse-yaml.ts';

export interface WatchOptions<T> {
  /** Another content is in force. Not called for the first. */
  readonly onLoaded?: (loaded: Loaded<T>) => void;
  /** A content that does not hold, once; what was in force stays. */
  readonly onRefused?: (error: YamlFileError) => void;
  /** Default 500 ms. A change is in force after one to two of these. */
  readonly pollMs?: number;
}

export interface WatchedYamlFile<T> {
  /** What is in force: the last content that held. */
  readonly current: Loaded<T>;
  close(): void;
}

/**
 * Loads a YAML file and follows its changes. Throws YamlFileError when the first content does not hold.
 *
 * It asks for the file's identity, size and times twice a second rather than being told by fs.watch, which misses what
 * happens to network drives, to files that an editor replaces and to the symbolic links of a Kubernetes ConfigMap. A
 * change counts when it has been the same for one interval, so that a file half written is not taken for a whole one.
 */
export async function watchYamlFile<T>(
  file: string,
  validate: Validate<T>,
  { onLoaded, onRefused, pollMs = 500 }: WatchOptions<T> = {},
): Promise<WatchedYamlFile<T>> {
  let judged = await fingerprint(file); // Before the content, so that a change in between is seen as one.
  let current = await loadYamlFile(file, validate);
  let seen = judged;
  let refused = '';
  let closed = false;
  let timer: NodeJS.Timeout;

  const judge = async () => {
    try {
      const loaded = await loadYamlFile(file, validate);
      refused = '';
      if (closed || loaded.version === current.version) return;
      current = loaded;
      onLoaded?.(loaded);
    } catch (error) {
      if (!(error instanceof YamlFileError)) throw error;
      if (closed || error.message === refused) return;
      refused = error.message;
      onRefused?.(error);
    }
  };

  const poll = async () => {
    const now = await fingerprint(file);
    const settled = now === seen;
    seen = now;
    if (settled && now !== judged) {
      judged = now;
      await judge();
    }
    if (!closed) timer = setTimeout(poll, pollMs).unref();
  };

  timer = setTimeout(poll, pollMs).unref();
  return {
    get current() {
      return current;
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** Changes with every write, replacement and switch of a symbolic link on the way. */
async function fingerprint(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}
