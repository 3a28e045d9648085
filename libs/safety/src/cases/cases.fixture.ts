/** Inputs for specs: one case, changed where the test says so. */
import { caseId, type Flag } from '@vigie/contracts';
import { type CaseAction, type CaseCommand, type CaseInput } from './case-input.ts';

export const CLOCKS = { S0: 900_000, S1: 3_600_000, S2: 28_800_000, S3: 259_200_000 };

const WHERE = { tenantId: 'acme', conversationId: 'c-1' } as const;
const SAID_AT = Date.UTC(2026, 10, 23, 11);

export function aFlagOf(change: Partial<Flag> = {}): Flag {
  return {
    ...WHERE,
    flagId: 'f-1',
    actorId: 'u-1',
    targetIds: ['u-2'],
    harm: 'grooming',
    severity: 'S2',
    score: 0.91,
    threshold: 0.8,
    stages: ['age_probe'],
    evidence: [
      {
        ...{ eventId: 'e-1', senderId: 'u-1', sentAt: SAID_AT, text: 'how old are you 🙂', cues: ['age_probe'] },
        ...{ contribution: 1.5, risk: 0.91, trace: { sessionRef: 's-77' } },
      },
    ],
    obfuscation: 0,
    language: 'en',
    surface: 'DIRECT',
    country: 'FR',
    firstSeenAt: SAID_AT,
    raisedAt: SAID_AT,
    eventId: 'e-1',
    participants: [{ id: 'u-1', ageBand: 'ADULT', ageSource: 'DECLARED' }],
    versions: { model: 'm-1', policy: 'p-1', normaliser: 'n-1' },
    degraded: false,
    ...change,
  };
}

export function aFlag(change: Partial<Flag> = {}): CaseInput {
  return { kind: 'flag', flag: aFlagOf(change) };
}

export function aCommandOf(action: CaseAction, change: Partial<CaseCommand> = {}): CaseCommand {
  return {
    ...WHERE,
    commandId: `${action.type}-1`,
    caseId: caseId({ ...WHERE, actorId: 'u-1', harm: 'grooming' }),
    issuedBy: 'ada',
    issuedAt: SAID_AT + 60_000,
    roles: ['reviewer'],
    expectedVersion: 0,
    action,
    ...change,
  };
}

export function aCommand(action: CaseAction, change: Partial<CaseCommand> = {}): CaseInput {
  return { kind: 'command', command: aCommandOf(action, change) };
}
