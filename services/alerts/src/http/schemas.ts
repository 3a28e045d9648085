/** What the API takes and gives, once: requests are checked with it, and the OpenAPI document is made of it. */
import { z } from 'zod';
import { CASE_STATES, DISPOSITIONS, HARMS, SEVERITIES } from '@vigie/safety';
import { ROLES } from './auth/principal.ts';

const id = z.string().min(1).max(128);
const time = z.string().meta({ format: 'date-time' });
const open = <T extends z.ZodRawShape>(shape: T) => z.object(shape);
const csv = <T extends readonly [string, ...string[]]>(values: T) =>
  z.preprocess(split, z.array(z.enum(values)).min(1).max(20)).optional();
const csvIds = z.preprocess(split, z.array(id).min(1).max(20)).optional();

function split(value: unknown): unknown {
  return typeof value === 'string' ? value.split(',') : value;
}

export const caseIdParam = z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hex digits');

export const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
  state: csv(CASE_STATES),
  severity: csv(SEVERITIES),
  harm: csv(HARMS),
  tenant: csvIds,
  actor: csvIds,
  conversation: csvIds,
});

const text = z.string().trim().min(1).max(4000);

export const commandBody = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('claim') }),
  z.strictObject({ type: z.literal('release') }),
  z.strictObject({ type: z.literal('comment'), text }),
  z.strictObject({
    type: z.literal('decide'),
    disposition: z.enum(DISPOSITIONS),
    reason: z.string().trim().max(4000).default(''),
  }),
]);

export const sessionHeaders = z.object({
  'x-vigie-request': z.literal('1').meta({ description: 'Which a foreign page cannot send.' }),
});

export const commandHeaders = z.object({
  'x-vigie-request': z.string().optional().meta({ description: 'Must be 1 when the session cookie is used.' }),
  'idempotency-key': z.string().min(1).max(255).optional(),
  'if-match': z
    .string()
    .regex(/^(?:(?:W\/)?"[1-9]\d{0,8}"|\*)$/, 'must be an ETag such as "3"')
    .optional(),
});

export const sessionBody = z.strictObject({ code: z.string().min(1).max(512) });

export const me = open({ userId: z.string(), roles: z.array(z.enum(ROLES)), tenants: z.array(z.string()) });

const severity = z.enum(SEVERITIES);
const participant = open({ id: z.string(), ageBand: z.string(), ageSource: z.string() });

const summaryShape = {
  ...{ caseId: z.string(), tenantId: z.string(), conversationId: z.string(), actorId: z.string() },
  targetIds: z.array(z.string()),
  participants: z.array(participant).meta({ description: 'Actor and targets, as far as the platform told.' }),
  ...{ harm: z.enum(HARMS), severity, state: z.enum(CASE_STATES) },
  ...{ dueAt: time, openedAt: time, updatedAt: time, firstSeenAt: time, raisedAt: time },
  owner: z.string().nullable(),
  disposition: z.enum(DISPOSITIONS).nullable(),
  score: z.number(),
  stages: z.array(z.string()),
  ...{ language: z.string(), surface: z.string(), country: z.string() },
  ...{ flags: z.int(), comments: z.int(), version: z.int(), degraded: z.boolean() },
};

export const caseSummary = open(summaryShape);
export const casePage = open({ items: z.array(caseSummary), nextCursor: z.string().nullable() });

const flag = open({
  ...{ flagId: z.string(), severity, score: z.number(), threshold: z.number(), stages: z.array(z.string()) },
  ...{ raisedAt: time, eventId: z.string(), degraded: z.boolean(), obfuscation: z.int() },
  versions: open({ model: z.string(), policy: z.string(), normaliser: z.string() }),
});

const message = open({
  ...{ eventId: z.string(), senderId: z.string(), sentAt: time, text: z.string(), cues: z.array(z.string()) },
  ...{ contribution: z.number(), risk: z.number(), trace: z.record(z.string(), z.string()) },
});

const historyTypes = [
  ...(['OPENED', 'FLAG_ADDED', 'SEVERITY_RAISED', 'CLAIMED', 'RELEASED'] as const),
  ...(['COMMENTED', 'DECIDED', 'REOPENED'] as const),
] as const;

const historyEntry = open({
  ...{ sequence: z.int(), at: time, by: z.string(), type: z.enum(historyTypes) },
  ...{ severity: severity.optional(), from: severity.optional(), to: severity.optional(), dueAt: time.optional() },
  ...{ flagId: z.string().optional(), disposition: z.enum(DISPOSITIONS).optional() },
  text: z.string().nullable().optional().meta({ description: 'null: erased' }),
  reason: z.string().nullable().optional().meta({ description: 'null: erased' }),
});

export const caseDetail = open({
  ...summaryShape,
  flags: z.array(flag),
  messages: z.array(message),
  history: z.array(historyEntry),
  erased: z.boolean().meta({ description: 'Texts of this case have been erased for good.' }),
});

export const policy = open({
  version: z.string(),
  clocks: z.record(severity, z.number()).meta({ description: 'Seconds until somebody must have acted.' }),
  severities: z.record(severity, z.string()),
});

export const problem = open({
  ...{ type: z.string(), title: z.string(), status: z.int(), instance: z.string() },
  errors: z.array(open({ field: z.string(), message: z.string() })).optional(),
});
