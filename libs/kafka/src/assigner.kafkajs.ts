/** Co-partitioned assignment as kafkajs wants it. The group's leader runs it for all members. */
import kafkajs, { type PartitionAssigner } from 'kafkajs';
import { coPartition } from './co-partition.ts';

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;
const VERSION = 0;

export const coPartitionedAssigner: PartitionAssigner = ({ cluster }) => ({
  name: 'VigieCoPartitioned',
  version: VERSION,

  async assign({ members }) {
    const group = members.map(({ memberId, memberMetadata }) => ({
      id: memberId,
      topics: MemberMetadata.decode(memberMetadata)?.topics ?? [],
    }));
    // The leader may be an older version that does not subscribe to everything the others do.
    await cluster.addMultipleTargetTopics([...new Set(group.flatMap(({ topics }) => topics))]);
    const assignment = coPartition(group, (topic) => cluster.findTopicPartitionMetadata(topic).length);
    return [...assignment].map(([memberId, topics]) => ({
      memberId,
      memberAssignment: MemberAssignment.encode({
        version: VERSION,
        assignment: Object.fromEntries(topics),
        userData: Buffer.alloc(0),
      }),
    }));
  },

  protocol({ topics }) {
    return {
      name: this.name,
      metadata: MemberMetadata.encode({ version: VERSION, topics, userData: Buffer.alloc(0) }),
    };
  },
});
