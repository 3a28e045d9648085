import { type AgeBand, type ChatEvent, type Surface } from '@vigie/contracts';

/** A conversation of the corpus format (training/corpus/README.md), as the demonstration uses it. */
export interface DemoConversation {
  readonly name: string;
  readonly harm: string;
  readonly events: readonly ChatEvent[];
}

const AGES: Readonly<Record<string, AgeBand>> = { adult: 'ADULT', minor: 'MINOR' };
const SURFACES: Readonly<Record<string, Surface>> = {
  dm: 'DIRECT',
  group: 'GROUP',
  public_room: 'PUBLIC_ROOM',
  game: 'GAME',
};
const MESSAGE = /^([A-Z]) (\d+) (?:\[[a-z_,]+\] )?(.+)$/;

/**
 * Text of conversations → events of tenant `demo`, each conversation ending at `endsAt` (milliseconds since 1970).
 * Ids come from the place in the file: sent again, they are the same events.
 *
 * @throws Error with the line that is wrong
 */
export function demoConversations(text: string, endsAt: number): DemoConversation[] {
  return text
    .split(/\n\s*\n/)
    .map((block) => block.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('##')))
    .filter((lines) => lines.length > 0)
    .map((lines, i) => conversation(lines, i + 1, endsAt));
}

function conversation(lines: readonly string[], number: number, endsAt: number): DemoConversation {
  const head = Object.fromEntries(
    (lines[0] ?? '')
      .replace(/^# /, '')
      .split(' ')
      .map((part) => part.split('=', 2)),
  ) as Record<string, string>;
  const messages = lines.slice(1).map((line) => {
    const match = MESSAGE.exec(line);
    if (match === null) throw new Error(`conversation ${number}: this is no message: ${line}`);
    return { speaker: match[1]!, gap: Number(match[2]), text: match[3]! };
  });
  const name = `${head.func}-${head.lang}-${number}`;
  const user = (speaker: string) => `${name}-${speaker.toLowerCase()}`;
  const speakers = [...new Set(messages.map(({ speaker }) => speaker))];
  let sentAt = endsAt - messages.reduce((sum, { gap }) => sum + gap * 1000, 0);
  const events = messages.map(({ speaker, gap, text }, i): ChatEvent => {
    sentAt += gap * 1000;
    return {
      eventId: `${name}-${i + 1}`,
      tenantId: 'demo',
      conversationId: name,
      senderId: user(speaker),
      participants: speakers.map((s) => ({
        id: user(s),
        ageBand: AGES[head[s] ?? ''] ?? 'UNKNOWN',
        ageSource: 'DECLARED',
      })),
      sentAt,
      text,
      surface: SURFACES[head.surface ?? ''] ?? 'SURFACE_UNSPECIFIED',
      country: head.lang === 'fr' ? 'FR' : 'GB',
      language: head.lang === 'mix' ? '' : (head.lang ?? ''),
      replyToEventId: '',
      trace: { accountRef: `demo-account-${speaker.toLowerCase()}` },
    };
  });
  return { name, harm: head.harm ?? 'none', events };
}
