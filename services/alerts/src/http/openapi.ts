import { z } from 'zod';
import { type Operation, OPERATIONS } from './operations.ts';
import { PROBLEMS } from './problem.ts';
import * as schemas from './schemas.ts';

const COMPONENTS = {
  Me: schemas.me,
  Policy: schemas.policy,
  CaseSummary: schemas.caseSummary,
  CasePage: schemas.casePage,
  CaseDetail: schemas.caseDetail,
  Command: schemas.commandBody,
  Session: schemas.sessionBody,
  Problem: schemas.problem,
};

/** OpenAPI 3.1, out of the table of operations and the schemas that requests are checked with. */
export function openApiDocument(version: string): object {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(COMPONENTS)) registry.add(schema, { id });
  const jsonSchemas = z.toJSONSchema(registry, { io: 'input', uri: (id) => `#/components/schemas/${id}` }).schemas;
  const components = Object.entries(jsonSchemas).map(
    ([id, { $schema: _1, $id: _2, ...schema }]) => [id, schema] as const,
  );
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS) (paths[operation.path] ??= {})[operation.method] = describe(operation);
  return {
    openapi: '3.1.0',
    info: { title: 'Vigie: the alert desk', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas: Object.fromEntries(components),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'vigie_session' },
      },
    },
  };
}

function describe(operation: Operation): object {
  const { id, summary, body, answer, problems } = operation;
  const [type, schema] = [answer.type ?? 'application/json', answer.schema];
  const content =
    answer.status === 204 ? {} : { content: { [type]: schema === undefined ? {} : { schema: reference(schema) } } };
  const headers = answer.etag === true ? { headers: { ETag: { schema: { type: 'string' } } } } : {};
  return {
    operationId: id,
    summary,
    ...(operation.open === true ? { security: [] } : {}),
    parameters: parametersOf(operation),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: reference(body) } } } }),
    responses: { [answer.status]: { description: 'Done.', ...headers, ...content }, ...problemResponses(problems) },
  };
}

function parametersOf({ path, query, headers }: Operation): object[] {
  const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => {
    return { name, in: 'path', required: true, schema: strip(z.toJSONSchema(schemas.caseIdParam)) };
  });
  const listed = (place: string, object: z.ZodObject | undefined) =>
    Object.entries(object?.shape ?? {}).map(([name, schema]) => {
      const json = strip(z.toJSONSchema(schema as z.ZodType, { io: 'output' }));
      const required = (schema as z.ZodType).safeParse(undefined).success ? {} : { required: true };
      // Lists are separated by commas: state=OPEN,CLAIMED
      return { name, in: place, ...required, schema: json, ...(json['type'] === 'array' ? { explode: false } : {}) };
    });
  return [...ids, ...listed('query', query), ...listed('header', headers)];
}

function problemResponses(codes: Operation['problems']): Record<string, object> {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code][0]);
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries([...byStatus].map(([status, all]) => [status, { description: all.join(', '), content }]));
}

function reference(schema: z.ZodType): object {
  const [id] = Object.entries(COMPONENTS).find(([, component]) => component === schema) ?? [];
  if (id === undefined) throw new Error('A schema of the API has no name');
  return { $ref: `#/components/schemas/${id}` };
}

function strip({ $schema: _, ...schema }: Record<string, unknown>): Record<string, unknown> {
  return schema;
}
