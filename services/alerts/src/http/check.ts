import { type z } from 'zod';
import { Problem } from './problem.ts';

/** The value as the schema has it, or a problem that names every field; never a value. */
export function check<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => {
    const path = issue.path.join('.');
    if (issue.code !== 'unrecognized_keys' || path !== '') return { field: path, message: issue.message };
    return issue.keys.map((field) => ({ field, message: 'is not known here' }));
  });
  throw new Problem('invalid-fields', errors.slice(0, 20));
}
