/**
 * Java's partitioner: murmur2 with Kafka's seed over the key's bytes, sign bit cleared, modulo partitions. Any Kafka
 * client that keeps the default sends a key to the same partition.
 * Source: org.apache.kafka.common.utils.Utils#murmur2 and BuiltInPartitioner#partitionForKey.
 */
const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** Signed 32-bit hash, as Java's `int`. */
export function murmur2(key: Uint8Array): number {
  const length = key.length;
  const tail = length & ~3;
  let hash = SEED ^ length;
  for (let at = 0; at < tail; at += 4) {
    let k = key[at]! | (key[at + 1]! << 8) | (key[at + 2]! << 16) | (key[at + 3]! << 24);
    k = Math.imul(k, M);
    k ^= k >>> 24;
    hash = Math.imul(hash, M) ^ Math.imul(k, M);
  }
  const rest = length & 3;
  if (rest === 3) hash ^= key[tail + 2]! << 16;
  if (rest >= 2) hash ^= key[tail + 1]! << 8;
  if (rest >= 1) hash = Math.imul(hash ^ key[tail]!, M);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, M);
  return hash ^ (hash >>> 15);
}

export function partitionForKey(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}
