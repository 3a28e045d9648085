/** For tests that start and kill servers of their own; `npm start` and `npm test` are commands, not a library. */
export { type KafkaOptions, type LocalServer, startKafka } from './kafka.jars.ts';
export { type RedisOptions, startRedis } from './redis.local.ts';
export { type Exit, type ProcessSpec, type RunningProcess, startProcess } from './processes.ts';
export { freePort } from './ports.ts';
