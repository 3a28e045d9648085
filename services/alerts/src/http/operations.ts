/** The API as a table: the OpenAPI document is made of it, and a spec holds the routes against it. */
import { type z } from 'zod';
import { type ProblemCode } from './problem.ts';
import * as schema from './schemas.ts';

export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post' | 'delete';
  /** With `{caseId}`. */
  readonly path: string;
  readonly summary: string;
  readonly open?: true;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: {
    readonly status: 200 | 204;
    readonly schema?: z.ZodType;
    readonly type?: string;
    readonly etag?: true;
  };
  readonly problems: readonly ProblemCode[];
}

const read = ['unauthorised', 'forbidden', 'view-incomplete', 'unavailable'] as const;
const json = (schema: z.ZodType) => ({ status: 200, schema }) as const;

export const OPERATIONS: readonly Operation[] = [
  {
    id: 'getMe',
    method: 'get',
    path: '/v1/me',
    summary: 'Who I am.',
    answer: json(schema.me),
    problems: ['unauthorised'],
  },
  {
    ...{
      id: 'openSession',
      method: 'post',
      path: '/v1/session',
      summary: 'Trade a token or one-time code for a cookie.',
    },
    ...{ open: true, headers: schema.sessionHeaders, body: schema.sessionBody, answer: { status: 204 } },
    problems: [
      ...(['unauthorised', 'csrf-header-missing', 'invalid-request', 'body-too-large'] as const),
      ...(['unsupported-media-type', 'invalid-fields'] as const),
    ],
  },
  {
    ...{ id: 'closeSession', method: 'delete', path: '/v1/session', summary: 'End the session of the cookie.' },
    ...{ open: true, headers: schema.sessionHeaders, answer: { status: 204 }, problems: ['csrf-header-missing'] },
  },
  {
    ...{ id: 'getPolicy', method: 'get', path: '/v1/policy', summary: 'Clocks and severities of the policy in force.' },
    ...{ answer: json(schema.policy), problems: ['unauthorised'] },
  },
  {
    ...{ id: 'listCases', method: 'get', path: '/v1/cases', summary: 'Cases in the order in which people should act.' },
    ...{ query: schema.listQuery, answer: json(schema.casePage), problems: [...read, 'invalid-fields'] },
  },
  {
    ...{ id: 'getCase', method: 'get', path: '/v1/cases/{caseId}', summary: 'One case, with evidence in the clear.' },
    ...{ answer: { ...json(schema.caseDetail), etag: true }, problems: [...read, 'unknown-case'] },
  },
  {
    ...{ id: 'commandCase', method: 'post', path: '/v1/cases/{caseId}/commands' },
    summary: 'Claim, release, comment or decide. Answers when it has been done.',
    ...{
      headers: schema.commandHeaders,
      body: schema.commandBody,
      answer: { ...json(schema.caseSummary), etag: true },
    },
    problems: [
      ...read,
      ...(['invalid-request', 'csrf-header-missing', 'not-owner', 'unknown-case', 'already-claimed'] as const),
      ...(['already-decided', 'not-claimed', 'version-mismatch', 'body-too-large', 'unsupported-media-type'] as const),
      ...(['invalid-fields', 'idempotency-key-reused', 'not-applied-in-time'] as const),
    ],
  },
  {
    ...{ id: 'streamCases', method: 'get', path: '/v1/stream', answer: { status: 200, type: 'text/event-stream' } },
    summary: 'Server-sent events: hello, case (a case summary) and reset (load everything again).',
    problems: ['unauthorised', 'forbidden'],
  },
  {
    ...{ id: 'getOpenApi', method: 'get', path: '/v1/openapi.json', summary: 'This document.', open: true },
    ...{ answer: { status: 200, type: 'application/json' }, problems: [] },
  },
];
