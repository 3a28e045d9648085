/** Why an event was refused. Closed list: it is a header of the dead letter and a label of a metric. */
export const REJECTION_CODES = [
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
export type RejectionCode = (typeof REJECTION_CODES)[number];

/** A refused input is a value, not an exception: the partition goes on. */
export interface Rejection {
  readonly code: RejectionCode;
  /** Path of the field, such as `participants[3].ageBand`; empty when the whole value is meant. Never its content. */
  readonly field: string;
}

export function reject(code: RejectionCode, field: string): Rejection {
  return { code, field };
}

/** Tells by the field `code`: not for values that could carry a `code` of their own, such as an object out of JSON. */
export function isRejection<T extends object>(value: T | Rejection): value is Rejection {
  return (value as Partial<Rejection>).code !== undefined;
}
