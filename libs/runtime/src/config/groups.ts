import { z } from 'zod';
import { integer, list, oneOf, text, url, variable, yesNo } from './kinds.ts';

/** How to reach Kafka; what comes out is what `libs/kafka` takes. */
export const kafkaConfig = z
  .object({
    brokers: variable(
      'KAFKA_BROKERS',
      list().refine((brokers) => brokers.every((one) => /^.+:\d{1,5}$/.test(one)), 'must be a list of host:port'),
    ),
    clientId: variable('KAFKA_CLIENT_ID', text().default('vigie')),
    encrypted: variable('KAFKA_SSL', yesNo().optional()),
    ca: variable('KAFKA_SSL_CA', text().optional()),
    cert: variable('KAFKA_SSL_CERT', text().optional()),
    key: variable('KAFKA_SSL_KEY', text().optional()),
    mechanism: variable('KAFKA_SASL_MECHANISM', oneOf(['plain', 'scram-sha-256', 'scram-sha-512']).optional()),
    username: variable('KAFKA_SASL_USERNAME', text().optional()),
    password: variable('KAFKA_SASL_PASSWORD', text().optional()),
  })
  .superRefine(({ encrypted, ca, cert, key, mechanism, username, password }, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    const sasl = [mechanism, username, password];
    if (sasl.some(Boolean) && !sasl.every(Boolean)) {
      refuse('mechanism', 'goes together with KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD: set all three or none');
    }
    if (Boolean(cert) !== Boolean(key)) refuse('cert', 'goes together with KAFKA_SSL_KEY: set both or none');
    if (encrypted === false && (ca ?? cert ?? key) !== undefined) {
      refuse('encrypted', 'is false, so that certificates have no use: leave them out or set it to true');
    }
  })
  .transform(({ brokers, clientId, encrypted, ca, cert, key, mechanism, username, password }) => ({
    brokers,
    clientId,
    ...withoutUndefined({ ssl: (ca ?? cert) === undefined ? encrypted : withoutUndefined({ ca, cert, key }) }),
    ...(mechanism && username && password ? { sasl: { mechanism, username, password } } : {}),
  }));

export const redisConfig = z.object({
  url: variable('REDIS_URL', url('redis', 'rediss')),
});

/** Where a service listens: its API, and `/health/*` and `/metrics`. */
export function httpConfig({ port }: { port: number }) {
  return z.object({
    host: variable('VIGIE_HTTP_HOST', text().default('127.0.0.1')),
    port: variable('VIGIE_HTTP_PORT', integer({ min: 0, max: 65_535 }).default(port)),
  });
}

export const logConfig = z.object({
  level: variable('VIGIE_LOG_LEVEL', oneOf(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info')),
});

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}
