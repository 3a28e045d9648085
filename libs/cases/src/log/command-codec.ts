/** CaseCommand ⇄ value of a `safety.commands` record (`content-type: application/protobuf`). */
import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { timestampMs } from '@bufbuild/protobuf/wkt';
import { pb, reject, type Rejection } from '@vigie/contracts';
import { type CaseAction, type CaseCommand, DISPOSITIONS } from '@vigie/safety';
import { dispositionNumber, instant } from './wire.ts';

export function encodeCommand(command: CaseCommand): Uint8Array {
  const { issuedAt, action, roles, ...same } = command;
  const message = { ...same, issuedAt: instant(issuedAt), roles: [...roles], action: actionToMessage(action) };
  return toBinary(pb.CommandSchema, create(pb.CommandSchema, message));
}

/** Never throws: whoever can write to the topic may write anything. */
export function decodeCommand(value: Uint8Array | null): CaseCommand | Rejection {
  if (value === null) return reject('VALUE_MISSING', '');
  let message: pb.Command;
  try {
    message = fromBinary(pb.CommandSchema, value);
  } catch {
    return reject('PROTOBUF_INVALID', '');
  }
  for (const field of ['commandId', 'tenantId', 'conversationId', 'caseId', 'issuedBy'] as const) {
    if (message[field] === '') return reject('FIELD_MISSING', field);
    if (message[field].length > 128) return reject('FIELD_TOO_LONG', field);
  }
  if (message.issuedAt === undefined) return reject('FIELD_MISSING', 'issuedAt');
  const action = actionFromMessage(message.action);
  if (action === 'unknown disposition') return reject('ENUM_UNKNOWN', 'decide.disposition');
  if (action === 'unknown action') return reject('FIELD_MISSING', 'action');
  const { commandId, tenantId, conversationId, caseId, issuedBy, roles, expectedVersion } = message;
  const issuedAt = timestampMs(message.issuedAt);
  return { commandId, tenantId, conversationId, caseId, issuedBy, issuedAt, roles, expectedVersion, action };
}

type ActionInit = NonNullable<MessageInitShape<typeof pb.CommandSchema>['action']>;

function actionToMessage(action: CaseAction): ActionInit {
  switch (action.type) {
    case 'claim':
      return { case: 'claim', value: {} };
    case 'release':
      return { case: 'release', value: {} };
    case 'comment':
      return { case: 'comment', value: { text: action.text } };
    case 'decide': {
      const { disposition, reason } = action;
      return { case: 'decide', value: { disposition: dispositionNumber(disposition), reason } };
    }
  }
}

function actionFromMessage(action: pb.Command['action']): CaseAction | 'unknown disposition' | 'unknown action' {
  switch (action.case) {
    case 'claim':
    case 'release':
      return { type: action.case };
    case 'comment':
      return { type: 'comment', text: action.value.text };
    case 'decide': {
      const disposition = DISPOSITIONS[action.value.disposition - 1];
      if (disposition === undefined) return 'unknown disposition';
      return { type: 'decide', disposition, reason: action.value.reason };
    }
    case undefined:
      return 'unknown action';
  }
}
