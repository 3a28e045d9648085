import { z } from 'zod';
import { type VariableName } from './variables.ts';

/**
 * A setting that comes from an environment variable; `kind` reads its text. What it says about itself stands in
 * VARIABLES. Has a default or is optional if `kind` says so, else it must be set.
 */
export function variable<T extends z.ZodType>(name: VariableName, kind: T): T {
  return kind.meta({ variable: name });
}

export function text(): z.ZodString {
  return z.string().trim().min(1);
}

/** A whole number within the bounds, both included. */
export function integer({ min, max }: { min: number; max: number }) {
  const sentence = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\s*[+-]?\d{1,15}\s*$/, sentence)
    .transform(Number)
    .refine((value) => value >= min && value <= max, sentence);
}

/** true/false, 1/0, yes/no, on/off. */
export function yesNo() {
  return oneOf(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off']).transform((value) =>
    ['true', '1', 'yes', 'on'].includes(value),
  );
}

/** One of these words, in whatever case. */
export function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  return z
    .string()
    .transform((value) => value.trim().toLowerCase())
    .pipe(z.enum(words, { error: `must be one of ${words.join(', ')}` }));
}

/** Separated by commas, at least one. */
export function list() {
  return z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    )
    .refine((items) => items.length > 0, 'must name at least one');
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `250ms`, `30s`, `15m`, `8h`, `7d` → milliseconds, within the bounds, which are given likewise. */
export function duration({ min, max }: { min: string; max: string }) {
  const [least, most] = [milliseconds(min), milliseconds(max)];
  const sentence = `must be a duration from ${min} to ${max}, such as 250ms, 30s, 15m, 8h or 7d`;
  return z
    .string()
    .transform(milliseconds)
    .refine((value) => value >= least && value <= most, sentence);
}

/** NaN when it is no duration. */
function milliseconds(value: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)\s*$/.exec(value);
  return match === null ? NaN : Math.round(Number(match[1]) * UNITS[match[2]!]!);
}

export function url(...protocols: readonly string[]) {
  const accepts = (value: string) => URL.canParse(value) && protocols.includes(new URL(value).protocol.slice(0, -1));
  return z
    .string()
    .trim()
    .refine(accepts, `must be a URL that begins with ${protocols.map((p) => `${p}://`).join(' or ')}`);
}
