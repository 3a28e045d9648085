/** Shape of a dumped entry: what the adapters keep, under names without their prefix. */
export type DumpValue =
  | { readonly string: string }
  | { readonly list: readonly Uint8Array[] }
  | { readonly hash: ReadonlyMap<string, Uint8Array> }
  | { readonly sorted: ReadonlyMap<string, number> };

/** Canonical: entries by name, hashes by field, sorted sets by score and member; bytes in base64. */
export function formatDump(entries: Iterable<readonly [name: string, value: DumpValue]>): string {
  const lines = [...entries].map(([name, value]) => `${name}\t${JSON.stringify(canonical(value))}\n`);
  return lines.sort((a, b) => (a < b ? -1 : 1)).join('');
}

function canonical(value: DumpValue): unknown {
  if ('string' in value) return value.string;
  if ('list' in value) return value.list.map(base64);
  if ('hash' in value) {
    return [...value.hash].sort(([a], [b]) => (a < b ? -1 : 1)).map(([field, bytes]) => [field, base64(bytes)]);
  }
  return [...value.sorted].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
