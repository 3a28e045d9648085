import { type ChatEvent } from './chat-event.ts';
import { type StandIns, validateChatEvent } from './decode-chat-event.validate.ts';
import { reject, type Rejection } from './rejection.ts';

/** Fatal: bytes that are not UTF-8 throw. Drops a byte order mark, which some writers put before JSON. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The proto3 JSON mapping of `vigie.v1.ChatEvent`. Fields that the platform added are never read. */
export function decodeJson(payload: Uint8Array, standIns: StandIns): ChatEvent | Rejection {
  let text: string;
  try {
    text = utf8.decode(payload);
  } catch {
    return reject('UTF8_INVALID', '');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return reject('JSON_INVALID', ''); // The message of the error quotes the input; it is dropped.
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return reject('JSON_INVALID', '');
  return validateChatEvent(value, standIns);
}
