import { type MessageInitShape } from '@bufbuild/protobuf';
import { AGE_BANDS, AGE_SOURCES, type pb, SURFACES } from '@vigie/contracts';
import { OperatorError } from '@vigie/runtime';
import { type CaseChange, type FlagFacts, REFUSALS } from '@vigie/safety';
import { dispositionNumber, dispositionOf, instant, known, milliseconds, severityNumber, severityOf } from './wire.ts';

type ChangeInit = NonNullable<MessageInitShape<typeof pb.CaseEventSchema>['event']>;

export function changeToMessage(change: CaseChange & { recordedBy: string }, sealed: Uint8Array | null): ChangeInit {
  const text = sealed ?? new Uint8Array();
  const by = change.recordedBy;
  switch (change.type) {
    case 'OPENED':
      return { case: 'opened', value: { severity: severityNumber(change.severity), dueAt: instant(change.dueAt) } };
    case 'FLAG_ADDED':
      return { case: 'flagAdded', value: { summary: summaryOf(change.flag), sealedFlag: text } };
    case 'SEVERITY_RAISED': {
      const { from, to, dueAt } = change;
      const value = { from: severityNumber(from), to: severityNumber(to), dueAt: instant(dueAt) };
      return { case: 'severityRaised', value };
    }
    case 'CLAIMED':
      return { case: 'claimed', value: { by } };
    case 'RELEASED':
      return { case: 'released', value: { by } };
    case 'COMMENTED':
      return { case: 'commented', value: { by, sealedText: text } };
    case 'DECIDED': {
      const value = { by, disposition: dispositionNumber(change.disposition), sealedReason: text };
      return { case: 'decided', value };
    }
    case 'REOPENED':
      return { case: 'reopened', value: { severity: severityNumber(change.severity), dueAt: instant(change.dueAt) } };
    case 'ANSWERED':
      return { case: 'answered', value: { answer: change.answer } };
  }
}

export function changeFromMessage(event: pb.CaseEvent['event']): { change: CaseChange; sealed: Uint8Array | null } {
  const plain = (change: CaseChange) => ({ change, sealed: null });
  switch (event.case) {
    case 'opened':
      return plain({ type: 'OPENED', ...due(event.value) });
    case 'flagAdded': {
      const flag = factsOf(known(event.value.summary, 'flag'));
      return { change: { type: 'FLAG_ADDED', flag, evidence: null }, sealed: event.value.sealedFlag };
    }
    case 'severityRaised': {
      const { from, to, dueAt } = event.value;
      return plain({ type: 'SEVERITY_RAISED', from: severityOf(from), to: severityOf(to), dueAt: milliseconds(dueAt) });
    }
    case 'claimed':
      return plain({ type: 'CLAIMED' });
    case 'released':
      return plain({ type: 'RELEASED' });
    case 'commented':
      return { change: { type: 'COMMENTED', text: null }, sealed: event.value.sealedText };
    case 'decided': {
      const disposition = dispositionOf(event.value.disposition);
      return { change: { type: 'DECIDED', disposition, reason: null }, sealed: event.value.sealedReason };
    }
    case 'reopened':
      return plain({ type: 'REOPENED', ...due(event.value) });
    case 'answered': {
      const { answer } = event.value;
      return plain({
        type: 'ANSWERED',
        answer: known(
          [...REFUSALS, 'unchanged' as const].find((a) => a === answer),
          'answer',
        ),
      });
    }
    case undefined:
      throw new OperatorError('The case log holds an event of an unknown kind: was it written by a newer Vigie?');
  }
}

function due({ severity, dueAt }: pb.CaseOpened | pb.Reopened) {
  return { severity: severityOf(severity), dueAt: milliseconds(dueAt) };
}

function summaryOf(flag: FlagFacts): MessageInitShape<typeof pb.FlagSummarySchema> {
  return {
    ...flag,
    severity: severityNumber(flag.severity),
    stages: [...flag.stages],
    targetIds: [...flag.targetIds],
    participants: flag.participants.map(({ id, ageBand, ageSource }) => ({
      id,
      ageBand: AGE_BANDS.indexOf(ageBand),
      ageSource: AGE_SOURCES.indexOf(ageSource),
    })),
    firstSeenAt: instant(flag.firstSeenAt),
    raisedAt: instant(flag.raisedAt),
  };
}

function factsOf(summary: pb.FlagSummary): FlagFacts {
  const { flagId, score, threshold, stages, targetIds, eventId, degraded, language, country, obfuscation } = summary;
  const { model, policy, normaliser } = known(summary.versions, 'version');
  return {
    ...{ flagId, score, threshold, stages, targetIds, eventId, degraded, language, country, obfuscation },
    severity: severityOf(summary.severity),
    firstSeenAt: milliseconds(summary.firstSeenAt),
    raisedAt: milliseconds(summary.raisedAt),
    versions: { model, policy, normaliser },
    participants: summary.participants.map(({ id, ageBand, ageSource }) => ({
      id,
      ageBand: known(AGE_BANDS[ageBand], 'age band'),
      ageSource: known(AGE_SOURCES[ageSource], 'age source'),
    })),
    surface: known(
      SURFACES.find((surface) => surface === summary.surface),
      'surface',
    ),
  };
}
