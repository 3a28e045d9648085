import { LIMITS } from './chat-event.ts';
import { reject, type Rejection, type RejectionCode } from './rejection.ts';

const UNIT_BYTES = 3; // Most bytes of UTF-8 that one unit of UTF-16 can become.
const LANGUAGE_LENGTH = 35; // RFC 5646, section 4.4.1.

/** JSON null means the default, as in proto3 JSON. */
export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** An id that must be there: 1 to 128 units of UTF-16. Empty is missing, as proto3 cannot tell the two apart. */
export function readId(value: unknown, field: string): string | Rejection {
  if (typeof value !== 'string') return reject(isAbsent(value) ? 'FIELD_MISSING' : 'FIELD_TYPE', field);
  if (value.length === 0) return reject('FIELD_MISSING', field);
  if (value.length > LIMITS.idLength) return reject('FIELD_TOO_LONG', field);
  return isCleanId(value) ? value : reject('ID_INVALID', field);
}

/** An id that may be absent: empty. */
export function readOptionalId(value: unknown, field: string): string | Rejection {
  return isAbsent(value) || value === '' ? '' : readId(value, field);
}

/** Text with lone surrogates replaced by U+FFFD; everything else is kept as it came, NUL included. */
export function readText(value: unknown, field: string): string | Rejection {
  if (typeof value !== 'string') return isAbsent(value) ? '' : reject('FIELD_TYPE', field);
  if (value.length * UNIT_BYTES > LIMITS.textBytes && Buffer.byteLength(value) > LIMITS.textBytes) {
    return reject('FIELD_TOO_LONG', field);
  }
  return value.toWellFormed();
}

export function readLanguage(value: unknown, field: string): string | Rejection {
  if (typeof value !== 'string') return isAbsent(value) ? '' : reject('FIELD_TYPE', field);
  return value.length > LANGUAGE_LENGTH ? reject('FIELD_TOO_LONG', field) : value.toWellFormed();
}

/** Two letters, in capitals afterwards. */
export function readCountry(value: unknown, field: string): string | Rejection {
  if (isAbsent(value) || value === '') return '';
  if (typeof value !== 'string' || value.length !== 2) return reject('FIELD_TYPE', field);
  const first = value.charCodeAt(0);
  const second = value.charCodeAt(1);
  if (isCapital(first) && isCapital(second)) return value;
  if (isCapital(first & ~0x20) && isCapital(second & ~0x20)) return value.toUpperCase();
  return reject('FIELD_TYPE', field);
}

/** `names` in the order of their numbers in proto; absent is the first. Names are case-sensitive, as in proto3 JSON. */
export function readEnum<T extends string>(value: unknown, names: readonly T[], field: string): T | Rejection {
  if (typeof value === 'string') return names[names.indexOf(value as T)] ?? reject('ENUM_UNKNOWN', field);
  if (isAbsent(value)) return names[0]!;
  if (!Number.isInteger(value)) return reject('FIELD_TYPE', field);
  return names[value as number] ?? reject('ENUM_UNKNOWN', field);
}

/**
 * At most 32 entries of at most 1,024 units, names too. The refusal is a code, since a trace may look like a rejection,
 * and does not say which entry is meant: its name is content.
 */
export function readTrace(value: unknown): Readonly<Record<string, string>> | RejectionCode {
  if (isAbsent(value)) return NO_TRACE;
  if (typeof value !== 'object' || Array.isArray(value)) return 'FIELD_TYPE';
  const trace = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(trace);
  if (names.length > LIMITS.traceEntries) return 'FIELD_TOO_LONG';
  let wellFormed = true;
  for (const name of names) {
    const text = trace[name];
    if (typeof text !== 'string') return 'FIELD_TYPE';
    if (name.length > LIMITS.traceValueLength || text.length > LIMITS.traceValueLength) return 'FIELD_TOO_LONG';
    wellFormed &&= name.isWellFormed() && text.isWellFormed();
  }
  return wellFormed ? (trace as Readonly<Record<string, string>>) : withWellFormedText(trace, names);
}

const NO_TRACE: Readonly<Record<string, string>> = Object.freeze({});

function withWellFormedText(trace: Readonly<Record<string, unknown>>, names: readonly string[]) {
  // fromEntries defines properties, so that a name like `__proto__` is a name like any other.
  return Object.fromEntries(names.map((name) => [name.toWellFormed(), (trace[name] as string).toWellFormed()]));
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

/** No control characters, no lone surrogates, no white space at the ends. */
function isCleanId(id: string): boolean {
  let plain = true;
  for (let i = 0; i < id.length; i++) {
    const code = id.charCodeAt(i);
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return false;
    if (code >= 0xa0) plain = false;
  }
  if (plain) return id.charCodeAt(0) !== 0x20 && id.charCodeAt(id.length - 1) !== 0x20;
  return id.isWellFormed() && id.trim().length === id.length;
}
