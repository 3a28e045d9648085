import { createHash } from 'node:crypto';
import { type CaseDetail, type CaseMessage, type CaseSummary, type HistoryEntry } from '../src/api/types.ts';
import { type Story } from './stories.ts';

const minute = 60_000;
const clocks = { S0: 15, S1: 60, S2: 480, S3: 4320 };

const idOf = (...parts: string[]): string => createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);

/** A story as the service would tell it, its deadline counted from `now`. */
export function caseOf(story: Story, now: number): CaseDetail {
  const [actorId] = story.actor;
  const conversationId = `c-${idOf(actorId).slice(0, 6)}`;
  const dueAt = now + story.due * minute + 30_000;
  const openedAt = dueAt - clocks[story.severity] * minute;
  const messages = messagesOf(story, openedAt);
  const worst = messages.filter(({ senderId }) => senderId === actorId).reduce((a, b) => (b.risk >= a.risk ? b : a));
  const iso = (ms: number): string => new Date(ms).toISOString();
  const stages = [...new Set(messages.filter((each) => each.senderId === actorId).flatMap(({ cues }) => cues))];
  const flag = {
    flagId: idOf('flag', conversationId),
    severity: story.severity,
    score: worst.risk,
    threshold: 0.6,
    stages,
    raisedAt: worst.sentAt,
    eventId: worst.eventId,
    versions: { model: 'v1-small', policy: '2026-11', normaliser: '3' },
    degraded: story.harm === 'violence' && story.severity === 'S2',
    obfuscation: story.harm === 'extortion' ? 3 : 0,
  };
  return {
    caseId: idOf('case', conversationId, actorId, story.harm),
    tenantId: 'acme',
    conversationId,
    actorId,
    targetIds: story.targets.map(([id]) => id),
    participants: [story.actor, ...story.targets].map(([id, ageBand, ageSource]) => ({ id, ageBand, ageSource })),
    harm: story.harm,
    severity: story.severity,
    state: story.decided ? 'DECIDED' : story.owner ? 'CLAIMED' : 'OPEN',
    dueAt: iso(dueAt),
    openedAt: iso(openedAt),
    updatedAt: iso(openedAt),
    firstSeenAt: messages[0]?.sentAt ?? iso(openedAt),
    raisedAt: flag.raisedAt,
    owner: story.owner ?? null,
    disposition: (story.decided as CaseSummary['disposition']) ?? null,
    score: flag.score,
    stages,
    language: story.language,
    surface: story.surface,
    country: story.language === 'fr' ? 'FR' : 'GB',
    flags: [flag],
    comments: 0,
    version: 3,
    degraded: flag.degraded,
    messages,
    erased: false,
    history: historyOf(story, openedAt, flag.flagId),
  };
}

export const summaryOf = ({ messages: _, history: __, erased: ___, flags, ...rest }: CaseDetail): CaseSummary => ({
  ...rest,
  flags: flags.length,
});

function messagesOf({ lines, actor, targets }: Story, openedAt: number): CaseMessage[] {
  const length = lines.reduce((sum, line) => sum + line[5], 0);
  let at = openedAt - (length + 1) * minute;
  return lines.map(([speaker, text, risk, contribution, cues, gap], index) => {
    at += gap * minute + index * 1_700;
    const senderId = speaker === 'A' ? actor[0] : (targets[speaker.charCodeAt(0) - 66]?.[0] ?? `guest-${speaker}`);
    return { eventId: `e-${index + 1}`, senderId, sentAt: new Date(at).toISOString(), text, risk, contribution, cues };
  });
}

function historyOf(story: Story, openedAt: number, flagId: string): HistoryEntry[] {
  const at = (minutes: number): string => new Date(openedAt + minutes * minute).toISOString();
  const entries: Omit<HistoryEntry, 'sequence'>[] = [
    { at: at(0), by: 'vigie', type: 'OPENED', severity: story.severity },
    { at: at(0), by: 'vigie', type: 'FLAG_ADDED', flagId },
  ];
  if (story.owner) entries.push({ at: at(2), by: story.owner, type: 'CLAIMED' });
  if (story.decided) {
    const disposition = story.decided as 'FALSE_ALARM';
    entries.push({ at: at(9), by: 'ada', type: 'DECIDED', disposition, reason: 'A novel that both are writing.' });
  }
  return entries.map((entry, index) => ({ sequence: index + 1, ...entry }));
}
