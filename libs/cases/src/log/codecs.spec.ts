import { randomBytes } from 'node:crypto';
import { create, toBinary } from '@bufbuild/protobuf';
import { isRejection, pb } from '@vigie/contracts';
import { OperatorError } from '@vigie/runtime';
import { applyCaseEvent, type Case, type CaseEvent, decideCase, DISPOSITIONS } from '@vigie/safety';
import { aCommand, aCommandOf, aFlag, CLOCKS } from '@vigie/safety/testing';
import { LocalKeyEncryption } from '../keys/key-encryption.local.ts';
import { makeDataKey, unwrapDataKey } from '../keys/case-key.ts';
import { KeyUnusableError } from '../keys/key-encryption.ts';
import { decodeCaseEvent, encodeCaseEvent, hasText, openCaseEvent } from './case-event-codec.ts';
import { decodeCommand, encodeCommand } from './command-codec.ts';

const encryption = new LocalKeyEncryption(randomBytes(32));

/** One case that lives through every kind of event. */
function everyEvent(): CaseEvent[] {
  const inputs = [
    aFlag({ severity: 'S3' }),
    aFlag({ flagId: 'f-2', severity: 'S2' }),
    aCommand({ type: 'claim' }, { commandId: '1' }),
    aCommand({ type: 'claim' }, { commandId: '2', issuedBy: 'ben' }),
    aCommand({ type: 'release' }, { commandId: '3' }),
    aCommand({ type: 'claim' }, { commandId: '4' }),
    aCommand({ type: 'comment', text: 'elle dit « ça va »' }, { commandId: '5' }),
    aCommand({ type: 'decide', disposition: 'FALSE_ALARM', reason: 'quoting' }, { commandId: '6' }),
    aFlag({ flagId: 'f-3', severity: 'S1' }),
  ];
  let current: Case | null = null;
  return inputs.flatMap((input) => {
    const { events } = decideCase(current, input, { now: 1_795_000_000_123, clocks: CLOCKS });
    current = events.reduce<Case | null>(applyCaseEvent, current);
    return events;
  });
}

const events = everyEvent();
const [{ caseId, tenantId }] = events as [CaseEvent];

test('every kind of event survives the log, and its text needs the key', async () => {
  expect(new Set(events.map(({ type }) => type)).size).toBe(9);
  const { key } = await makeDataKey(encryption, { caseId, tenantId });
  for (const event of events) {
    const stored = decodeCaseEvent(encodeCaseEvent(event, key));
    expect(openCaseEvent(stored, key)).toEqual(event);
    expect(stored.sealed !== null).toBe(hasText(event));
    const erased = openCaseEvent(stored, undefined);
    if (hasText(event)) expect(erased).not.toEqual(event);
    expect(applyCaseEvent(null, erased)).toEqual(applyCaseEvent(null, event));
  }
});

test('the same event gives the same bytes, and no text lies in them', async () => {
  const { key } = await makeDataKey(encryption, { caseId, tenantId });
  for (const event of events) {
    const bytes = encodeCaseEvent(event, key);
    expect(Buffer.from(encodeCaseEvent(event, key)).equals(bytes)).toBe(true);
    for (const text of ['how old', 'ça va', 'quoting', 's-77']) expect(Buffer.from(bytes).includes(text)).toBe(false);
  }
});

test('a sealed text opens in its own place only, and only with its key', async () => {
  const { key, wrapped } = await makeDataKey(encryption, { caseId, tenantId });
  const other = await makeDataKey(encryption, { caseId, tenantId });
  const stored = decodeCaseEvent(
    encodeCaseEvent(
      events.find(({ type }) => type === 'COMMENTED')!,
      key,
    ),
  );
  const moved = { ...stored, event: { ...stored.event, sequence: 99 } };
  expect(() => openCaseEvent(moved, key)).toThrow('does not open');
  expect(() => openCaseEvent(stored, other.key)).toThrow('does not open');
  expect((await unwrapDataKey(encryption, wrapped)).bytes).toEqual(key.bytes);
  await expect(unwrapDataKey(encryption, { ...wrapped, caseId: 'other' })).rejects.toThrow(KeyUnusableError);
  await expect(unwrapDataKey(encryption, { ...wrapped, wrapped: Buffer.alloc(3) })).rejects.toThrow(KeyUnusableError);
});

test('who runs Vigie is told what to do about a foreign key and a newer log', async () => {
  const { wrapped } = await makeDataKey(encryption, { caseId, tenantId });
  const foreign = unwrapDataKey(new LocalKeyEncryption(randomBytes(32)), wrapped);
  await expect(foreign).rejects.toThrow(OperatorError);
  await expect(foreign).rejects.toThrow(/local-.*VIGIE_KEK_FILE/);
  const newer = toBinary(pb.CaseEventSchema, create(pb.CaseEventSchema, { harm: 'unheard of' }));
  expect(() => decodeCaseEvent(newer)).toThrow(OperatorError);
  expect(() => decodeCaseEvent(newer)).toThrow('newer Vigie');
});

test('commands survive the topic; what is none is refused with a reason', () => {
  const decide = DISPOSITIONS.map((disposition) => ({ type: 'decide', disposition, reason: 'é' }) as const);
  for (const action of [{ type: 'claim' }, { type: 'release' }, { type: 'comment', text: 't' }, ...decide] as const) {
    const command = aCommandOf(action, { expectedVersion: 4, roles: ['lead'] });
    expect(decodeCommand(encodeCommand(command))).toEqual(command);
  }
  const refused = (value: Uint8Array | null) => {
    const decoded = decodeCommand(value);
    return isRejection(decoded) ? `${decoded.code} ${decoded.field}` : 'accepted';
  };
  expect(refused(null)).toBe('VALUE_MISSING ');
  expect(refused(Buffer.from('{"claim":{}}'))).toBe('PROTOBUF_INVALID ');
  expect(refused(encodeCommand(aCommandOf({ type: 'claim' }, { caseId: '' })))).toBe('FIELD_MISSING caseId');
  const unknown = { type: 'decide', disposition: 'NEVER' as 'CONFIRMED', reason: '' } as const;
  expect(refused(encodeCommand(aCommandOf(unknown)))).toBe('ENUM_UNKNOWN decide.disposition');
});
