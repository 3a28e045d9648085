interface VariableDoc {
  readonly doc: string;
  /** Never printed; may come from a file as well, whose path stands in `<name>_FILE`. */
  readonly secret?: true;
  /** Not secret, but long: may come from a file as well. */
  readonly fromFile?: true;
}

/**
 * Every environment variable of the product, since the processes of one installation share their environment: a
 * service refuses what is misspelt, and passes over what is its sibling's.
 */
export const VARIABLES = {
  KAFKA_BROKERS: { doc: 'brokers as host:port, separated by commas' },
  KAFKA_CLIENT_ID: { doc: 'name under which the brokers see Vigie' },
  KAFKA_SSL: { doc: 'whether the connection to Kafka is encrypted' },
  KAFKA_SSL_CA: { doc: 'certificate of the authority that signed the brokers', fromFile: true },
  KAFKA_SSL_CERT: { doc: 'client certificate', fromFile: true },
  KAFKA_SSL_KEY: { doc: 'key of the client certificate', secret: true },
  KAFKA_SASL_MECHANISM: { doc: 'plain, scram-sha-256 or scram-sha-512' },
  KAFKA_SASL_USERNAME: { doc: 'user name at Kafka' },
  KAFKA_SASL_PASSWORD: { doc: 'password at Kafka', secret: true },
  REDIS_URL: { doc: 'where Redis is, such as redis://localhost:6379/0', secret: true },
  VIGIE_CONTAINERS: { doc: 'npm start, npm test: 0 never asks for a container engine' },
  VIGIE_DEMO: { doc: 'npm start: 0 sends no demonstration conversations' },
  VIGIE_DEV: { doc: 'development: a desk without accounts; never in production' },
  VIGIE_DEV_LOGIN: { doc: 'one-time code that signs a browser in, in development', secret: true },
  VIGIE_DEV_TOKEN: { doc: 'token that the API accepts in development', secret: true },
  VIGIE_GROUP_ID: { doc: 'consumer group at Kafka' },
  VIGIE_HTTP_HOST: { doc: 'address to listen on; 0.0.0.0 for all' },
  VIGIE_HTTP_PORT: { doc: 'port to listen on; 0 for any' },
  VIGIE_KEK_FILE: { doc: 'file with the key that encrypts the keys of the cases' },
  VIGIE_LOG_LEVEL: { doc: 'least severe events to log: trace, debug, info, warn, error or silent' },
  VIGIE_LRU_CONVERSATIONS: { doc: 'conversations that the scorer keeps in memory' },
  VIGIE_MODEL_DIR: { doc: 'folder of the model bundle' },
  VIGIE_POLICY_FILE: { doc: 'file of the policy (YAML)' },
  VIGIE_PORT: { doc: 'port of the page under npm start' },
  VIGIE_PUBLIC_URL: { doc: 'address under which people reach the desk' },
  VIGIE_STATE_TTL_DAYS: { doc: 'days after which a silent conversation is forgotten' },
  VIGIE_VERBOSE: { doc: 'npm start: 1 shows every log line of the services' },
  VIGIE_TOKENS_FILE: { doc: 'file of the API tokens (YAML)' },
} as const satisfies Record<string, VariableDoc>;

export type VariableName = keyof typeof VARIABLES;

export function variableDoc(name: VariableName): VariableDoc {
  return VARIABLES[name];
}

/** Whether `<name>_FILE` may hold the path of a file with the value. */
export function mayComeFromFile(name: VariableName): boolean {
  const { secret, fromFile } = variableDoc(name);
  return secret === true || fromFile === true;
}

/** Every key that may stand in the environment. */
export function knownKeys(): string[] {
  const names = Object.keys(VARIABLES) as VariableName[];
  return names.flatMap((name) => (mayComeFromFile(name) ? [name, `${name}_FILE`] : [name]));
}
