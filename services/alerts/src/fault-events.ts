import { event, field } from '@vigie/runtime';

/** Faults of the case side; what else it reports stands in `alertsEvents` of libs/runtime. */
export const faultEvents = {
  decidedAnew: event({
    name: 'decided_anew',
    doc: 'Somebody else wrote to the case log between load and append; the inputs were decided again.',
    level: 'warn',
    fields: { partition: field.number },
    moves: [{ counter: 'vigie_alerts_decided_anew_total', help: 'Slices that were decided again.', add: 1 }],
  }),
  keysUnusable: event({
    name: 'keys_unusable',
    doc: 'Data keys of cases that this process cannot unwrap: their texts cannot be read, new ones get a new key.',
    level: 'error',
    fields: { partition: field.number, count: field.number, error: field.error },
    moves: [{ counter: 'vigie_alerts_keys_unusable_total', help: 'Data keys that do not unwrap.', add: 'count' }],
  }),
  partFailed: event({
    name: 'part_failed',
    doc: 'A part failed and is tried again: the view is looked after, the change feed is read, a request is answered.',
    level: 'error',
    fields: { part: field.word('view', 'feed', 'request', 'measure'), error: field.error },
    moves: [{ counter: 'vigie_alerts_faults_total', help: 'Faults by part.', add: 1, labels: ['part'] }],
  }),
};
