/** What an error of kafkajs means. It nests them: the protocol's error code is somewhere down the chain of causes. */
import { BrokerError, isBrokerError } from './errors.ts';

interface KafkaJsError {
  readonly name?: string;
  readonly type?: string;
  readonly message?: string;
  readonly cause?: unknown;
}

function* chain(error: unknown): Generator<KafkaJsError> {
  for (let at = error, depth = 0; at instanceof Object && depth < 8; at = (at as KafkaJsError).cause, depth++) yield at;
}

/** The protocol's name of the error, such as `MESSAGE_TOO_LARGE`; undefined for connection trouble. */
export function protocolType(error: unknown): string | undefined {
  for (const { type } of chain(error)) if (type !== undefined) return type;
  return undefined;
}

/** The member is out of the group, others may own its partitions. */
export function isExpelled(error: unknown): boolean {
  return ['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'].includes(protocolType(error) ?? '');
}

/** The member must join again, by throwing this error out of `eachBatch`. */
export function isRejoin(error: unknown): boolean {
  return (
    isExpelled(error) || ['REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR_FOR_GROUP'].includes(protocolType(error) ?? '')
  );
}

export function isTooLarge(error: unknown): boolean {
  return ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'].includes(protocolType(error) ?? '');
}

/** The idempotent producer and the broker disagree on sequence numbers; a new producer id settles it. */
export function isSequenceTrouble(error: unknown): boolean {
  const types = [
    'OUT_OF_ORDER_SEQUENCE_NUMBER',
    'DUPLICATE_SEQUENCE_NUMBER',
    'UNKNOWN_PRODUCER_ID',
    'INVALID_PRODUCER_EPOCH',
  ];
  return types.includes(protocolType(error) ?? '');
}

const REFUSALS = ['KafkaJSSASLAuthenticationError', 'KafkaJSNotImplemented', 'KafkaJSServerDoesNotSupportApiKey'];

/** Nothing but another configuration or another version helps. */
export function isRefusal(error: unknown): boolean {
  for (const link of chain(error)) {
    if (isBrokerError(link, 'REFUSED')) return true;
    const { name, type } = link;
    if (REFUSALS.includes(name ?? '') || /AUTHORIZATION_FAILED|INCONSISTENT_GROUP_PROTOCOL|INVALID_/.test(type ?? '')) {
      return true;
    }
  }
  return false;
}

export function isOutage(error: unknown): boolean {
  const names =
    /ConnectionError|ConnectionClosed|BrokerNotFound|RequestTimeout|LockTimeout|NoBrokerAvailable|CoordinatorNotFound|MetadataNotLoaded/;
  for (const { name, type } of chain(error)) {
    if (names.test(name ?? '') || /NOT_AVAILABLE|LOAD_IN_PROGRESS|REQUEST_TIMED_OUT/.test(type ?? '')) return true;
  }
  return false;
}

/** Translates. The message names the kind of error only: kafkajs may quote the record it complains about. */
export function brokerError(doing: string, error: unknown): BrokerError {
  if (error instanceof BrokerError) return error;
  const type = protocolType(error);
  const root = [...chain(error)].at(-1);
  const why = type ?? (isOutage(error) ? root?.message : root?.name) ?? 'unknown';
  const options = { cause: error };
  if (isTooLarge(error)) return new BrokerError('RECORD_TOO_LARGE', `${doing}: record too large`, options);
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION')
    return new BrokerError('UNKNOWN_TOPIC', `${doing}: no such topic`, options);
  if (isExpelled(error)) return new BrokerError('PARTITION_LOST', `${doing}: ${why}`, options);
  if (isRefusal(error)) return new BrokerError('REFUSED', `${doing}: ${why}`, options);
  return new BrokerError('UNAVAILABLE', `${doing}: ${why}`, options);
}
