import { event } from '../telemetry/event.ts';
import { anyWord, boolean, error, name, number, numbers, word } from '../telemetry/fields.ts';

/** Steps of `score-batch.ts`, in order. */
export const SCORER_STAGES = [
  'decode',
  'load',
  'views',
  'gate',
  'track',
  'transformer',
  'policy',
  'dead_letters',
  'flags',
  'save',
] as const;

const STAGE_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const SEVERITIES = ['S0', 'S1', 'S2', 'S3'] as const;

/** The codes of `Rejection` in libs/contracts, which runtime may not import; a test of the scorer compares the two. */
export const REJECTION_LABELS = [
  'VALUE_MISSING',
  'VALUE_TOO_LARGE',
  'CONTENT_TYPE_UNSUPPORTED',
  'UTF8_INVALID',
  'JSON_INVALID',
  'PROTOBUF_INVALID',
  'FIELD_MISSING',
  'FIELD_TYPE',
  'FIELD_TOO_LONG',
  'ID_INVALID',
  'DATE_INVALID',
  'DATE_OUT_OF_RANGE',
  'ENUM_UNKNOWN',
  'TOO_MANY_PARTICIPANTS',
] as const;

export const scorerEvents = {
  batchScored: event({
    name: 'batch_scored',
    doc: 'A batch of one partition is scored and its effects are durable; the offset follows.',
    level: 'debug',
    fields: {
      partition: number,
      records: number,
      /** Messages by what became of them. */
      messages: numbers('scored', 'repeated', 'rejected', 'passed_over'),
      rejected: numbers(...REJECTION_LABELS),
      /** Messages judged, by the costliest stage that they reached. */
      judged: numbers('gate', 'encoder', 'transformer'),
      conversations: numbers('cached', 'loaded', 'new'),
      foreignKeys: number,
      seconds: number,
      stages: numbers(...SCORER_STAGES),
    },
    moves: [
      { counter: 'vigie_scorer_batches_total', help: 'Batches scored.', add: 1 },
      {
        counter: 'vigie_scorer_messages_total',
        help: 'Messages by result: scored, repeated (a replay), rejected (dead letter), passed_over (may not be scanned).',
        add: 'messages',
        by: 'result',
      },
      { counter: 'vigie_scorer_rejected_total', help: 'Messages refused, by reason.', add: 'rejected', by: 'code' },
      {
        counter: 'vigie_scorer_judged_total',
        help: 'Messages by the last stage they needed.',
        add: 'judged',
        by: 'stage',
      },
      {
        counter: 'vigie_scorer_conversations_total',
        help: 'Conversations of batches: cached in memory, loaded from the store, or new.',
        add: 'conversations',
        by: 'source',
      },
      {
        counter: 'vigie_scorer_foreign_keys_total',
        help: 'Messages whose record key is not their conversation: their order is not assured.',
        add: 'foreignKeys',
      },
      {
        histogram: 'vigie_scorer_batch_duration_seconds',
        help: 'Time from the arrival of a batch until its effects are durable.',
        observe: 'seconds',
        buckets: STAGE_BUCKETS,
      },
      {
        histogram: 'vigie_scorer_stage_duration_seconds',
        help: 'Time of each stage per batch.',
        observe: 'stages',
        by: 'stage',
        buckets: STAGE_BUCKETS,
      },
    ],
  }),
  flagRaised: event({
    name: 'flag_raised',
    doc: 'An actor in a conversation got worse; the flag lies in Kafka.',
    level: 'info',
    fields: { flagId: name, harm: anyWord(20), severity: word(...SEVERITIES), degraded: boolean },
    moves: [
      {
        counter: 'vigie_scorer_flags_total',
        help: 'Flags raised. A replay raises the same flags again.',
        add: 1,
        labels: ['harm', 'severity', 'degraded'],
      },
    ],
  }),
  delayMeasured: event({
    name: 'delay_measured',
    doc: 'Age of the newest message of a batch when its effects were durable: what a person waits for an alert.',
    fields: { seconds: number },
    moves: [
      {
        histogram: 'vigie_scorer_delay_seconds',
        help: 'Age of the newest message of a batch when its effects were durable.',
        observe: 'seconds',
        buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600],
      },
    ],
  }),
  conversationsHeld: event({
    name: 'conversations_held',
    doc: 'Size of the memory of conversations.',
    fields: { count: number },
    moves: [{ gauge: 'vigie_scorer_cached_conversations', help: 'Conversations held in memory.', set: 'count' }],
  }),
  storeUnreachable: event({
    name: 'store_unreachable',
    doc: 'The store of conversations does not answer; batches wait and come again.',
    level: 'warn',
    fields: { error },
    moves: [{ counter: 'vigie_scorer_store_errors_total', help: 'Errors of the connection to the store.', add: 1 }],
  }),
  bundleLoaded: event({
    name: 'bundle_loaded',
    doc: 'A model bundle is in force: its hashes and golden scores hold.',
    level: 'info',
    fields: { role: word('active', 'shadow', 'canary'), model: anyWord(20), seconds: number },
    moves: [
      { gauge: 'vigie_scorer_model_info', help: 'The models in force, by role.', set: 1, labels: ['role', 'model'] },
    ],
  }),
  bundleRefused: event({
    name: 'bundle_refused',
    doc: 'A model bundle does not hold; the one before stays in force, or the process does not start.',
    level: 'error',
    fields: { role: word('active', 'shadow', 'canary'), model: name, error },
    moves: [{ counter: 'vigie_scorer_model_refusals_total', help: 'Bundles that did not hold.', add: 1 }],
  }),
  policyLoaded: event({
    name: 'policy_loaded',
    doc: 'A policy is in force.',
    level: 'info',
    fields: { version: anyWord(100) },
    moves: [
      { gauge: 'vigie_scorer_policy_info', help: 'The policy in force.', set: 1, labels: ['version'], sole: true },
    ],
  }),
};
