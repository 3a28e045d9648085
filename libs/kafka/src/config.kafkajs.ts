/**
 * How Vigie talks to a cluster, and the one place that creates kafkajs clients. The retry times matter: the defaults of
 * kafkajs give up a send after 7 s, so a broker that restarts would fail batches; these survive about a minute.
 */
import { type ConnectionOptions } from 'node:tls';
import { registerCodecs } from './codecs.kafkajs.ts';
import { framedSockets } from './socket.kafkajs.ts';
import kafkajs, { type ISocketFactory, type Kafka, type KafkaConfig, type LogEntry, type SASLOptions } from 'kafkajs';

export interface SaslOptions {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** PEM texts, not paths. */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

export interface KafkaOptions {
  /** `host:port`, at least one. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: boolean | TlsOptions;
  readonly sasl?: SaslOptions;
}

/** A line that kafkajs would have written to the console; details are left out, they may quote records. */
export interface KafkaLogLine {
  readonly level: 'error' | 'warn';
  readonly namespace: string;
  readonly message: string;
}

export interface KafkaHooks {
  readonly onLog?: (line: KafkaLogLine) => void;
  /** For tests that cut the line. */
  readonly socketFactory?: ISocketFactory;
}

export const RETRY = { initialRetryTime: 100, maxRetryTime: 500, retries: 120 };
/** Health checks want an answer now. */
export const NO_RETRY = { initialRetryTime: 100, maxRetryTime: 100, retries: 0 };
export const REQUEST_TIMEOUT_MS = 10_000;

export function newKafka(options: KafkaOptions, hooks: KafkaHooks, retry: KafkaConfig['retry'] = RETRY): Kafka {
  registerCodecs();
  return new kafkajs.Kafka({
    clientId: options.clientId,
    brokers: [...options.brokers],
    connectionTimeout: 3_000,
    authenticationTimeout: 10_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry,
    socketFactory: framedSockets(hooks.socketFactory),
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => {
      if (!entry.log.message.startsWith(KNOWN_WARNING)) hooks.onLog?.(logLine(entry));
    },
    ...(options.ssl === undefined ? {} : { ssl: options.ssl as boolean | ConnectionOptions }),
    ...(options.sasl === undefined ? {} : { sasl: options.sasl as SASLOptions }),
  });
}

/** Of every idempotent producer with finite retries. Ours replaces itself after a failed send (`producer.kafkajs.ts`). */
const KNOWN_WARNING = 'Limiting retries for the idempotent producer';

function logLine({ level, namespace, log }: LogEntry): KafkaLogLine {
  return { level: level === kafkajs.logLevel.ERROR ? 'error' : 'warn', namespace, message: log.message };
}

const TLS_TEXTS = ['ca', 'cert', 'key', 'passphrase', 'servername'] as const;

/**
 * Checks options that come from a file or the environment. Throws a TypeError that names the field, never its value;
 * unknown fields are refused.
 */
export function parseKafkaOptions(value: unknown): KafkaOptions {
  const options = fields(value, 'kafka', ['brokers', 'clientId', 'ssl', 'sasl']);
  const { brokers, clientId, ssl, sasl } = options;
  if (!Array.isArray(brokers) || brokers.length === 0 || !brokers.every(isHostAndPort)) {
    throw new TypeError('kafka.brokers must be a list of host:port');
  }
  if (!isText(clientId)) throw new TypeError('kafka.clientId must be a text');
  if (ssl !== undefined && typeof ssl !== 'boolean') {
    const tls = fields(ssl, 'kafka.ssl', [...TLS_TEXTS, 'rejectUnauthorized']);
    for (const name of TLS_TEXTS) {
      if (tls[name] !== undefined && !isText(tls[name])) throw new TypeError(`kafka.ssl.${name} must be a text`);
    }
    if (tls['rejectUnauthorized'] !== undefined && typeof tls['rejectUnauthorized'] !== 'boolean') {
      throw new TypeError('kafka.ssl.rejectUnauthorized must be true or false');
    }
  }
  if (sasl !== undefined) {
    const { mechanism, username, password } = fields(sasl, 'kafka.sasl', ['mechanism', 'username', 'password']);
    if (!['plain', 'scram-sha-256', 'scram-sha-512'].includes(mechanism as string)) {
      throw new TypeError('kafka.sasl.mechanism must be plain, scram-sha-256 or scram-sha-512');
    }
    if (!isText(username)) throw new TypeError('kafka.sasl.username must be a text');
    if (!isText(password)) throw new TypeError('kafka.sasl.password must be a text');
  }
  return options as unknown as KafkaOptions;
}

function fields(value: unknown, name: string, known: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${name} must be an object`);
  for (const field of Object.keys(value)) {
    if (!known.includes(field)) throw new TypeError(`${name}.${field} is not known`);
  }
  return value as Record<string, unknown>;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isHostAndPort(value: unknown): boolean {
  return isText(value) && /^.+:\d{1,5}$/.test(value);
}
