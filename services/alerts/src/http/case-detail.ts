import { iso, type OpenedCase, summarize } from '@vigie/cases';
import { type CaseEvent } from '@vigie/safety';

/** One case as the API shows it to people who may read evidence. Texts that were erased are `null`, or missing. */
export function caseDetail({ case: of, history }: OpenedCase) {
  const added = history.filter((event) => event.type === 'FLAG_ADDED');
  return {
    ...summarize(of),
    flags: added.map(({ flag }) => ({
      ...{ flagId: flag.flagId, severity: flag.severity, score: flag.score, threshold: flag.threshold },
      ...{ stages: flag.stages, raisedAt: iso(flag.raisedAt), eventId: flag.eventId, versions: flag.versions },
      ...{ degraded: flag.degraded, obfuscation: flag.obfuscation },
    })),
    messages: messagesOf(added),
    history: history.map((event) => ({
      ...{ sequence: event.sequence, at: iso(event.recordedAt), by: event.recordedBy, type: event.type },
      ...fieldsOf(event),
    })),
    erased: history.some(isErased),
  };
}

type FlagAdded = Extract<CaseEvent, { type: 'FLAG_ADDED' }>;

/** The union of the flags' windows by time; a later flag knows more of a message (its cues, its part in the risk). */
function messagesOf(added: readonly FlagAdded[]) {
  const messages = new Map(added.flatMap(({ evidence }) => evidence ?? []).map((one) => [one.eventId, one]));
  return [...messages.values()]
    .sort((a, b) => a.sentAt - b.sentAt || (a.eventId < b.eventId ? -1 : 1))
    .map((message) => ({ ...message, sentAt: iso(message.sentAt) }));
}

function fieldsOf(event: CaseEvent): object {
  switch (event.type) {
    case 'OPENED':
    case 'REOPENED':
      return { severity: event.severity, dueAt: iso(event.dueAt) };
    case 'FLAG_ADDED':
      return { flagId: event.flag.flagId, severity: event.flag.severity };
    case 'SEVERITY_RAISED':
      return { from: event.from, to: event.to, dueAt: iso(event.dueAt) };
    case 'COMMENTED':
      return { text: event.text };
    case 'DECIDED':
      return { disposition: event.disposition, reason: event.reason };
    case 'CLAIMED':
    case 'RELEASED':
    case 'ANSWERED':
      return {};
  }
}

function isErased(event: CaseEvent): boolean {
  if (event.type === 'FLAG_ADDED') return event.evidence === null;
  if (event.type === 'COMMENTED') return event.text === null;
  return event.type === 'DECIDED' && event.reason === null;
}
