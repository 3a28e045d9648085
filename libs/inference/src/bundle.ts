import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BundleError } from './bundle-error.ts';
import { type Manifest, parseManifest } from './manifest.ts';

/** A bundle whose every listed file is in memory and is the file that the manifest promises. */
export interface Bundle {
  readonly directory: string;
  readonly manifest: Manifest;
  /** @throws BundleError `bundle-file-missing` when the manifest does not list the file */
  bytes(file: string): Uint8Array;
}

/**
 * Reads each file once and hashes what it has read, so that what was checked is what is used.
 *
 * @throws BundleError, naming the file
 */
export async function readBundle(directory: string): Promise<Bundle> {
  const manifest = parseManifest(new TextDecoder().decode(await read(directory, 'manifest.json')));
  const files = new Map<string, Uint8Array>();
  for (const [name, expected] of manifest.files) {
    const bytes = await read(directory, name);
    const found = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.byteLength };
    if (found.sha256 !== expected.sha256 || found.bytes !== expected.bytes) {
      throw new BundleError(
        'bundle-hash-mismatch',
        `${join(directory, name)} is not the file of the manifest: expected ${describe(expected)}, found ${describe(found)}.`,
      );
    }
    files.set(name, bytes);
  }
  return {
    directory,
    manifest,
    bytes(file) {
      const bytes = files.get(file);
      if (bytes === undefined) throw new BundleError('bundle-file-missing', `The manifest does not list ${file}.`);
      return bytes;
    },
  };
}

async function read(directory: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(join(directory, file));
  } catch (cause) {
    throw new BundleError('bundle-file-missing', `${join(directory, file)} cannot be read.`, { cause });
  }
}

function describe({ sha256, bytes }: { sha256: string; bytes: number }): string {
  return `sha256 ${sha256} (${bytes} bytes)`;
}
