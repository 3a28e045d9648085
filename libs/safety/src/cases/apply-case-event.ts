import { type Participant } from '@vigie/contracts';
import { CASE_LIMITS, type AnsweredCommand, type Case } from './case.ts';
import { type CaseEvent, caseEventId } from './case-event.ts';
import { type FlagFacts } from './case-input.ts';

/** Whether the event continues this past. Of two events with the same number the first in the log holds. */
export function follows(current: Case | null, event: CaseEvent): boolean {
  if (current === null) return event.sequence === 1 && event.type === 'OPENED';
  return event.sequence === current.sequence + 1 && event.previous === current.head;
}

/**
 * Folds one event into its case. An event that does not follow changes nothing: it was decided on another past, by a
 * process that did not know yet that it had lost its partition, and what it said has been decided anew.
 */
export function applyCaseEvent(current: Case | null, event: CaseEvent): Case | null {
  if (!follows(current, event)) return current;
  const before = current ?? opened(event);
  const after: Case = { ...before, sequence: event.sequence, head: caseEventId(event) };
  if (event.type === 'ANSWERED') return remember(after, { answer: event.answer, commandId: event.causeId });
  return changed({ ...after, version: event.sequence, updatedAt: event.recordedAt }, event);
}

function changed(now: Case, event: Exclude<CaseEvent, { type: 'ANSWERED' }>): Case {
  switch (event.type) {
    case 'OPENED':
      return { ...now, severity: event.severity, dueAt: event.dueAt };
    case 'FLAG_ADDED':
      return withFlag(now, event.flag);
    case 'SEVERITY_RAISED':
      return { ...now, severity: event.to, dueAt: event.dueAt };
    case 'REOPENED': {
      const { severity, dueAt } = event;
      return { ...now, state: 'OPEN', owner: null, decision: null, severity, dueAt };
    }
    case 'CLAIMED':
      return applied({ ...now, state: 'CLAIMED', owner: event.recordedBy }, event);
    case 'RELEASED':
      return applied({ ...now, state: 'OPEN', owner: null }, event);
    case 'COMMENTED':
      return applied({ ...now, comments: now.comments + 1 }, event);
    case 'DECIDED': {
      const { disposition, recordedBy: by, recordedAt: at } = event;
      const decision = { by, at, disposition, severity: now.severity };
      return applied({ ...now, state: 'DECIDED', owner: by, decision }, event);
    }
  }
}

function applied(now: Case, event: CaseEvent): Case {
  return remember(now, { answer: 'applied', commandId: event.causeId });
}

function remember(now: Case, answered: Omit<AnsweredCommand, 'version'>): Case {
  const commands = [...now.commands, { ...answered, version: now.version }].slice(-CASE_LIMITS.commands);
  return { ...now, commands };
}

/** Whether the case would know a stage or a target more. */
export function bringsNews(now: Case, flag: Pick<FlagFacts, 'stages' | 'targetIds'>): boolean {
  return (
    union(now.stages, flag.stages, CASE_LIMITS.stages).length > now.stages.length ||
    union(now.targetIds, flag.targetIds, CASE_LIMITS.targets).length > now.targetIds.length
  );
}

function withFlag(now: Case, flag: FlagFacts): Case {
  const { raisedAt, language, surface, country, degraded } = flag;
  const firstSeenAt = flag.firstSeenAt === 0 ? raisedAt : flag.firstSeenAt; // 0: the scorer did not say.
  const newest = raisedAt >= now.raisedAt ? { raisedAt, language, surface, country, degraded } : {};
  const targetIds = union(now.targetIds, flag.targetIds, CASE_LIMITS.targets);
  return {
    ...now,
    ...newest,
    flagIds: [...now.flagIds, flag.flagId],
    targetIds,
    participants: known(now, flag, targetIds),
    stages: union(now.stages, flag.stages, CASE_LIMITS.stages),
    score: Math.max(now.score, flag.score),
    firstSeenAt: now.flagIds.length === 0 ? firstSeenAt : Math.min(now.firstSeenAt, firstSeenAt),
  };
}

/** The newest that is said of each. */
function known(now: Case, flag: FlagFacts, targetIds: readonly string[]): Participant[] {
  const all = new Map([...now.participants, ...flag.participants].map((one) => [one.id, one]));
  return [now.actorId, ...targetIds].flatMap((id) => all.get(id) ?? []);
}

function union(known: readonly string[], more: readonly string[], most: number): string[] {
  return [...new Set([...known, ...more])].slice(0, most);
}

function opened(event: CaseEvent): Case {
  const { caseId, tenantId, conversationId, actorId, harm, recordedAt } = event;
  return {
    ...{ caseId, tenantId, conversationId, actorId, harm },
    ...{ sequence: 0, head: '', version: 0, state: 'OPEN', severity: 'S3' },
    ...{ dueAt: recordedAt, openedAt: recordedAt, updatedAt: recordedAt, owner: null, decision: null },
    ...{ flagIds: [], targetIds: [], participants: [], stages: [], score: 0, firstSeenAt: 0, raisedAt: 0 },
    ...{ language: '', surface: 'SURFACE_UNSPECIFIED', country: '', degraded: false, comments: 0, commands: [] },
  };
}
