import { event } from '../telemetry/event.ts';
import { anyWord, name, number, word } from '../telemetry/fields.ts';

const SEVERITIES = ['S0', 'S1', 'S2', 'S3'] as const;
const HTTP_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const alertsEvents = {
  caseOpened: event({
    name: 'case_opened',
    doc: 'A flag has opened a case.',
    level: 'info',
    fields: { caseId: name, harm: anyWord(20), severity: word(...SEVERITIES) },
    moves: [
      { counter: 'vigie_alerts_cases_opened_total', help: 'Cases opened.', add: 1, labels: ['harm', 'severity'] },
    ],
  }),
  flagsIgnored: event({
    name: 'flags_ignored',
    doc: 'Flags of cases that are full, and that said nothing new, were not kept.',
    level: 'debug',
    fields: { partition: number, flags: number },
    moves: [
      { counter: 'vigie_alerts_flags_ignored_total', help: 'Flags that a full case did not keep.', add: 'flags' },
    ],
  }),
  severityRaised: event({
    name: 'severity_raised',
    doc: 'A case got worse.',
    level: 'info',
    fields: { caseId: name, harm: anyWord(20), severity: word(...SEVERITIES) },
    moves: [
      {
        counter: 'vigie_alerts_cases_raised_total',
        help: 'Cases raised, by their new severity.',
        add: 1,
        labels: ['harm', 'severity'],
      },
    ],
  }),
  caseDecided: event({
    name: 'case_decided',
    doc: 'A person has decided a case.',
    level: 'info',
    fields: {
      caseId: name,
      harm: anyWord(20),
      severity: word(...SEVERITIES),
      disposition: anyWord(20),
      secondsSinceOpened: number,
    },
    moves: [
      {
        counter: 'vigie_alerts_cases_decided_total',
        help: 'Cases decided.',
        add: 1,
        labels: ['harm', 'severity', 'disposition'],
      },
      {
        histogram: 'vigie_alerts_decision_delay_seconds',
        help: 'Time from the opening of a case to its decision.',
        observe: 'secondsSinceOpened',
        labels: ['severity'],
        buckets: [60, 300, 900, 1800, 3600, 4 * 3600, 8 * 3600, 24 * 3600, 72 * 3600],
      },
    ],
  }),
  deadlineMissed: event({
    name: 'deadline_missed',
    doc: 'The clock of a case has run out before anybody decided.',
    level: 'warn',
    fields: { caseId: name, severity: word(...SEVERITIES) },
    moves: [
      {
        counter: 'vigie_alerts_deadlines_missed_total',
        help: 'Cases whose clock ran out.',
        add: 1,
        labels: ['severity'],
      },
    ],
  }),
  queueMeasured: event({
    name: 'queue_measured',
    doc: 'Open cases of one severity.',
    fields: { severity: word(...SEVERITIES), cases: number },
    moves: [{ gauge: 'vigie_alerts_open_cases', help: 'Open cases.', set: 'cases', labels: ['severity'] }],
  }),
  commandHandled: event({
    name: 'command_handled',
    doc: 'What a person asked for was applied, or why it was not.',
    level: 'info',
    fields: {
      commandId: name,
      command: anyWord(20),
      result: word('applied', 'repeated', 'conflict', 'stale', 'refused'),
    },
    moves: [
      { counter: 'vigie_alerts_commands_total', help: 'Commands by result.', add: 1, labels: ['command', 'result'] },
    ],
  }),
  batchApplied: event({
    name: 'batch_applied',
    doc: 'A batch is decided, appended to the record and applied to the view.',
    level: 'debug',
    fields: { topic: anyWord(20), partition: number, records: number, events: number, seconds: number },
    moves: [
      { counter: 'vigie_alerts_records_total', help: 'Records handled.', add: 'records', labels: ['topic'] },
      { counter: 'vigie_alerts_case_events_total', help: 'Case events appended to the record.', add: 'events' },
      {
        histogram: 'vigie_alerts_batch_duration_seconds',
        help: 'Time from the arrival of a batch until it is applied.',
        observe: 'seconds',
        labels: ['topic'],
        buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      },
    ],
  }),
  caughtUp: event({
    name: 'caught_up',
    doc: 'The view of a partition has reached the end of the record; work begins.',
    level: 'info',
    fields: { partition: number, records: number, seconds: number },
    moves: [
      {
        counter: 'vigie_alerts_catch_up_records_total',
        help: 'Case events applied while catching up.',
        add: 'records',
      },
    ],
  }),
  viewBehind: event({
    name: 'view_behind',
    doc: 'Case events in the record that the view does not show yet.',
    fields: { records: number },
    moves: [{ gauge: 'vigie_alerts_view_behind_records', help: 'Case events not yet in the view.', set: 'records' }],
  }),
  listenersCounted: event({
    name: 'listeners_counted',
    doc: 'Pages that listen to the live stream.',
    fields: { count: number },
    moves: [{ gauge: 'vigie_alerts_stream_listeners', help: 'Open live streams.', set: 'count' }],
  }),
  webhookSent: event({
    name: 'webhook_sent',
    doc: 'A webhook was delivered, will be tried again, or was given up.',
    level: 'info',
    fields: { webhookId: name, result: word('delivered', 'retried', 'given_up'), seconds: number },
    moves: [
      { counter: 'vigie_alerts_webhooks_total', help: 'Webhook deliveries by result.', add: 1, labels: ['result'] },
    ],
  }),
  requestAnswered: event({
    name: 'request_answered',
    doc: 'An HTTP request was answered. The route is its pattern: ids and queries stay out.',
    level: 'debug',
    fields: {
      method: word('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
      route: anyWord(100),
      status: anyWord(40),
      seconds: number,
    },
    moves: [
      { counter: 'vigie_http_requests_total', help: 'HTTP requests.', add: 1, labels: ['method', 'route', 'status'] },
      {
        histogram: 'vigie_http_request_duration_seconds',
        help: 'Time to answer.',
        observe: 'seconds',
        labels: ['method', 'route'],
        buckets: HTTP_BUCKETS,
      },
    ],
  }),
};
