import { LIMITS } from './chat-event.ts';
import { isAbsent } from './decode-chat-event.fields.ts';
import { reject, type Rejection } from './rejection.ts';

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** google.protobuf.Timestamp as it came over the wire; seconds may be rounded where they are far out of range. */
export class WireTimestamp {
  seconds = 0;
  nanos = 0;
}

/** Milliseconds since 1970, what is finer cut off. 2000 to 2099. */
export function readTime(value: unknown, field: string): number | Rejection {
  if (isAbsent(value)) return reject('FIELD_MISSING', field);
  const time =
    typeof value === 'string' ? parseTime(value) : value instanceof WireTimestamp ? fromWire(value) : undefined;
  if (time === undefined) return reject('FIELD_TYPE', field);
  if (Number.isNaN(time)) return reject('DATE_INVALID', field);
  const inRange = time >= LIMITS.earliestSentAt && time < LIMITS.latestSentAt;
  return inRange ? time : reject('DATE_OUT_OF_RANGE', field);
}

function fromWire({ seconds, nanos }: WireTimestamp): number {
  return nanos >= 0 && nanos < 1e9 ? seconds * 1000 + Math.floor(nanos / 1e6) : NaN;
}

/**
 * RFC 3339: `2026-11-23T19:55:23.120Z`, an offset instead of Z, no fraction or 1 to 9 digits. NaN when it is none or
 * no such day exists. The 61st second is refused: no computer clock shows it.
 */
export function parseTime(text: string): number {
  if (text.length < 20 || text.length > 35 || !hasMarks(text)) return NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return NaN;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return NaN;
  let at = 19;
  let millis = 0;
  if (text.charCodeAt(at) === DOT) {
    const start = ++at;
    for (let unit = 100, code; (code = text.charCodeAt(at)) >= ZERO && code <= NINE; at++) {
      millis += (code - ZERO) * unit;
      unit = unit === 100 ? 10 : unit === 10 ? 1 : 0;
    }
    if (at === start || at > start + 9) return NaN;
  }
  const seconds = daysSince1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
  return seconds * 1000 + millis - offset(text, at);
}

const ZERO = 0x30;
const NINE = 0x39;
const DASH = 0x2d;
const COLON = 0x3a;
const DOT = 0x2e;
const PLUS = 0x2b;
const BAD = -10_000; // Less than nothing, also with another digit after it.

function hasMarks(text: string): boolean {
  return (
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    isLetter(text, 10, 'T') &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON
  );
}

function isLetter(text: string, at: number, capital: string): boolean {
  return (text.charCodeAt(at) & ~0x20) === capital.charCodeAt(0);
}

/** Milliseconds that the local time is ahead of UTC. */
function offset(text: string, at: number): number {
  if (isLetter(text, at, 'Z')) return text.length === at + 1 ? 0 : NaN;
  const sign = text.charCodeAt(at);
  if ((sign !== PLUS && sign !== DASH) || text.length !== at + 6 || text.charCodeAt(at + 3) !== COLON) return NaN;
  const hours = digits(text, at + 1, at + 3);
  const minutes = digits(text, at + 4, at + 6);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return NaN;
  return (sign === PLUS ? 60_000 : -60_000) * (hours * 60 + minutes);
}

/** The number that stands there, or something negative. */
function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : BAD;
  }
  return value;
}

function daysOf(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : DAYS[month - 1]!;
}

/** Howard Hinnant's days_from_civil: the year begins in March, so that the leap day comes last. Years from 0 on. */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return y * 365 + leapDays + dayOfYear - 719_468;
}
