import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChatEvent, conversationKey, encodeChatEventJson } from '@vigie/contracts';
import { demoConversations } from '../../services/cli/src/demo-conversations.ts';

const CORPUS = ['en_everyday', 'fr_everyday', 'en_plain', 'fr_plain', 'mix_switching', 'en_groups', 'fr_groups'];

export interface BenchRecord {
  readonly key: string;
  readonly value: Buffer;
}

/**
 * `count` messages of the project's corpus, as a platform would send them: `live` conversations at once, each with the
 * messages of one conversation of the corpus after the other, one in `harmfulOneIn` of them harmful, ids as long as UUIDs.
 */
export function benchRecords(
  root: string,
  count: number,
  live: number,
  { tenantId = 'bench', harmfulOneIn = 100 } = {},
): BenchRecord[] {
  const all = CORPUS.flatMap((name) =>
    demoConversations(readFileSync(join(root, 'training', 'corpus', `${name}.txt`), 'utf8'), 0),
  );
  const harmless = all.filter(({ harm }) => harm === 'none');
  const harmful = all.filter(({ harm }) => harm !== 'none');
  const corpus = harmless.flatMap((scene, i) =>
    i % harmfulOneIn === 0 ? [harmful[i % harmful.length]!, scene] : [scene],
  );
  const next = Array.from({ length: live }, (_, i) => ({ scene: i % corpus.length, message: 0, sent: 0 }));
  return Array.from({ length: count }, (_, n) => {
    const i = (n * 7919) % live;
    const at = next[i]!;
    if (at.message === corpus[at.scene]!.events.length) {
      at.scene = (at.scene + live) % corpus.length;
      at.message = 0;
    }
    const event = renamed(corpus[at.scene]!.events[at.message]!, i, at.sent, n, tenantId);
    at.message += 1;
    at.sent += 1;
    return { key: conversationKey(event), value: Buffer.from(encodeChatEventJson(event)) };
  });
}

function renamed(event: ChatEvent, conversation: number, sent: number, n: number, tenantId: string): ChatEvent {
  const user = (id: string) => `user-${String(conversation).padStart(8, '0')}-${id.at(-1)}`;
  return {
    ...event,
    eventId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    tenantId,
    conversationId: `conversation-${String(conversation).padStart(12, '0')}`,
    senderId: user(event.senderId),
    participants: event.participants.map((participant) => ({ ...participant, id: user(participant.id) })),
    sentAt: Date.UTC(2026, 0, 1) + sent * 20_000,
  };
}
