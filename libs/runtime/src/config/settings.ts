import { z } from 'zod';
import { type VariableName } from './variables.ts';

export interface Setting {
  /** Where its value stands in the configuration, such as ['kafka', 'brokers']. */
  readonly path: readonly string[];
  readonly variable: VariableName;
}

/** The variables that a schema reads; for `readConfig`, and for the page that lists them. */
export function describeSettings(schema: z.ZodType, path: readonly string[] = []): Setting[] {
  const variable = schema.meta()?.['variable'] as VariableName | undefined;
  if (variable !== undefined) return [{ path, variable }];
  if (schema instanceof z.ZodPipe) return describeSettings(schema.in as z.ZodType, path);
  if (!(schema instanceof z.ZodObject))
    throw new TypeError(`${path.join('.')} is neither a variable nor a group of them`);
  return Object.entries(schema.shape).flatMap(([key, part]) => describeSettings(part as z.ZodType, [...path, key]));
}
