/**
 * Which member gets which partitions: partition n of every topic goes to the same member, so that a service finds all
 * inputs of a conversation in one process. Members are taken in the order of their ids, by n modulo members; nothing is
 * sticky. A member that does not subscribe to a topic (a rolling upgrade) is passed over for this topic only.
 */
export interface GroupMember {
  readonly id: string;
  readonly topics: readonly string[];
}

export type Assignment = Map<string, Map<string, number[]>>;

/** Member id → topic → partitions. Every partition of a topic that somebody subscribes to has exactly one owner. */
export function coPartition(members: readonly GroupMember[], partitionsOf: (topic: string) => number): Assignment {
  const ring = [...members].sort((a, b) => (a.id < b.id ? -1 : 1));
  const assignment: Assignment = new Map(ring.map(({ id }) => [id, new Map<string, number[]>()]));
  for (const topic of new Set(ring.flatMap(({ topics }) => topics))) {
    for (let partition = 0; partition < partitionsOf(topic); partition++) {
      const owner = ownerOf(ring, topic, partition);
      const owned = assignment.get(owner.id)!;
      owned.set(topic, [...(owned.get(topic) ?? []), partition]);
    }
  }
  return assignment;
}

function ownerOf(ring: readonly GroupMember[], topic: string, partition: number): GroupMember {
  for (let step = 0; step < ring.length; step++) {
    const member = ring[(partition + step) % ring.length]!;
    if (member.topics.includes(topic)) return member;
  }
  throw new Error(`Nobody subscribes to ${topic}`);
}
