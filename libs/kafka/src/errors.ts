/**
 * What can go wrong at the broker, as one closed list that both adapters use. Errors of kafkajs never leave this
 * library: inside a consumer they could stop it for good, and some of them quote the record they complain about.
 */
export const BROKER_ERROR_CODES = [
  /** One record is larger than its topic takes. Sending it again cannot help. */
  'RECORD_TOO_LARGE',
  'UNKNOWN_TOPIC',
  /** The partition belongs to another member, or the member was expelled. What was done for it will be done again. */
  'PARTITION_LOST',
  /** Credentials, rights, settings or versions do not fit; the cluster will keep on saying no. */
  'REFUSED',
  /** The cluster could not be reached or did not answer, also after all retries. */
  'UNAVAILABLE',
  /** Used after `close()`. */
  'CLOSED',
] as const;
export type BrokerErrorCode = (typeof BROKER_ERROR_CODES)[number];

const RETRYABLE: readonly BrokerErrorCode[] = ['UNAVAILABLE', 'PARTITION_LOST'];

export class BrokerError extends Error {
  override readonly name = 'BrokerError';
  readonly code: BrokerErrorCode;
  readonly retryable: boolean;

  constructor(code: BrokerErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.retryable = RETRYABLE.includes(code);
  }
}

export function isBrokerError(error: unknown, code: BrokerErrorCode): error is BrokerError {
  return error instanceof BrokerError && error.code === code;
}
