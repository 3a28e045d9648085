import { alertsEvents, kafkaEvents, type Telemetry } from '@vigie/runtime';
import { type CaseOutcome } from '@vigie/safety';
import { type AlertsReport, type HandledBatch, type HandledInput } from './cases/alerts-report.ts';
import { faultEvents } from './fault-events.ts';

/** Metrics and log lines of a batch, once, after its effects are durable. */
export function reportTo(telemetry: Telemetry): AlertsReport {
  return {
    batchHandled: (handled) => {
      for (const input of handled.inputs) reportInput(telemetry, input);
      reportDecisions(telemetry, handled);
      const { topic, partition, records } = handled.batch;
      const events = handled.inputs.reduce((sum, { verdict }) => sum + verdict.events.length, 0);
      const seconds = handled.milliseconds / 1000;
      telemetry.emit(alertsEvents.batchApplied, { topic, partition, records: records.length, events, seconds });
      const ignored = handled.inputs.filter(({ verdict: { outcome } }) => isIgnored(outcome)).length;
      if (ignored > 0) telemetry.emit(alertsEvents.flagsIgnored, { partition, flags: ignored });
      const [first] = handled.letters;
      if (first === undefined) return;
      const { offset } = first.record;
      telemetry.emit(kafkaEvents.deadLettersSent, { topic, partition, records: handled.letters.length, offset });
    },
    decidedAnew: (partition) => telemetry.emit(faultEvents.decidedAnew, { partition }),
    keysUnusable: (partition, errors) =>
      telemetry.emit(faultEvents.keysUnusable, { partition, count: errors.length, error: errors[0] }),
  };
}

function isIgnored(outcome: CaseOutcome): boolean {
  return outcome.kind === 'flag' && outcome.result === 'ignored';
}

function reportInput(telemetry: Telemetry, { input, verdict }: HandledInput): void {
  for (const event of verdict.events) {
    const { caseId, harm } = event;
    if (event.type === 'OPENED') telemetry.emit(alertsEvents.caseOpened, { caseId, harm, severity: event.severity });
    if (event.type === 'SEVERITY_RAISED') {
      telemetry.emit(alertsEvents.severityRaised, { caseId, harm, severity: event.to });
    }
  }
  if (input.kind !== 'command' || verdict.outcome.kind !== 'command') return;
  const { commandId, action } = input.command;
  const result = resultOf(verdict.outcome, verdict.events.length === 0);
  telemetry.emit(alertsEvents.commandHandled, { commandId, command: action.type, result });
}

function resultOf({ answer }: CaseOutcome & { kind: 'command' }, nothingRecorded: boolean) {
  if (answer === 'unknown-case' || answer === 'not-owner') return 'refused';
  if (nothingRecorded || answer === 'unchanged') return 'repeated';
  if (answer === 'version-mismatch') return 'stale';
  return answer === 'applied' ? 'applied' : 'conflict';
}

function reportDecisions(telemetry: Telemetry, { inputs, cases }: HandledBatch): void {
  const decided = new Set(
    inputs
      .flatMap(({ verdict }) => verdict.events.filter(({ type }) => type === 'DECIDED'))
      .map(({ caseId }) => caseId),
  );
  for (const { caseId, harm, severity, decision, openedAt } of cases) {
    if (decision === null || !decided.has(caseId)) continue;
    const secondsSinceOpened = (decision.at - openedAt) / 1000;
    const { disposition } = decision;
    telemetry.emit(alertsEvents.caseDecided, { caseId, harm, severity, disposition, secondsSinceOpened });
  }
}
