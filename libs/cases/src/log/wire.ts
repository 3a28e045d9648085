import { type Timestamp, timestampFromMs, timestampMs } from '@bufbuild/protobuf/wkt';
import { decodeFlag, isRejection } from '@vigie/contracts';
import { OperatorError } from '@vigie/runtime';
import {
  type Disposition,
  DISPOSITIONS,
  type FlagEvidence,
  type Harm,
  isHarm,
  SEVERITIES,
  type Severity,
} from '@vigie/safety';

/** Enumerations of the domain ⇄ numbers of the wire; times in milliseconds ⇄ timestamps. Throws for what is neither. */

export function severityNumber(severity: Severity): number {
  return SEVERITIES.indexOf(severity) + 1;
}

export function severityOf(number: number): Severity {
  return known(SEVERITIES[number - 1], 'severity');
}

export function dispositionNumber(disposition: Disposition): number {
  return DISPOSITIONS.indexOf(disposition) + 1;
}

export function dispositionOf(number: number): Disposition {
  return known(DISPOSITIONS[number - 1], 'disposition');
}

export function harmOf(value: string): Harm {
  return known(isHarm(value) ? value : undefined, 'harm');
}

export const instant = timestampFromMs;

export function milliseconds(timestamp: Timestamp | undefined): number {
  return timestampMs(known(timestamp, 'time'));
}

export function evidenceOf(plain: Uint8Array): FlagEvidence {
  const flag = decodeFlag(plain);
  if (isRejection(flag)) {
    throw new OperatorError(
      `A sealed flag cannot be read (${flag.code} ${flag.field}): was it written by a newer Vigie?`,
    );
  }
  return flag.evidence;
}

export function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new OperatorError(`The case log holds an unknown ${what}: was it written by a newer Vigie?`);
  }
  return value;
}
