/**
 * The view in Redis (6.2 or later, `maxmemory-policy noeviction`). Keys, all under one prefix:
 *
 *   case:<id>      the case as JSON, no text           events:<id>  list of its records, texts sealed
 *   keys:<id>      hash: key id → wrapped data key     queue, by:*  sorted sets of case ids in the order of the queue
 *   positions      hash: partition → next offsets      ready        hash: partitions read to their end
 *   changes        stream, the change feed             wiping       hash: who deletes the view now
 *
 * In a Redis Cluster the prefix must hold a hash tag, since a batch is applied by one script.
 */
import { randomUUID } from 'node:crypto';
import { type ChainableCommander, type Redis } from 'ioredis';
import { OperatorError } from '@vigie/runtime';
import { type Case } from '@vigie/safety';
import { listArguments } from './apply-arguments.ts';
import { type CaseQuery } from './case-query.ts';
import { type ApplyResult, type CasePage, type CaseView, type LoadedCases } from './case-view.ts';
import { type StoredCase, type ViewBatch, type ViewPosition } from './case-view.ts';
import { RedisChangeFeed } from './change-feed.redis.ts';
import { dumpRedis } from './dump.redis.ts';
import { listCases } from './list-cases.redis.ts';
import { defineScripts, type RedisScripts } from './redis-scripts.ts';
import { wipeRedis } from './wipe.redis.ts';

export const VIEW_PREFIX = 'vigie:view:';

export interface RedisCaseViewOptions {
  readonly prefix?: string;
  /** Entries that the change feed remembers, about. Default 10,000. */
  readonly feedLength?: number;
}

export class RedisCaseView implements CaseView {
  readonly changes: RedisChangeFeed;
  readonly #redis: Redis;
  readonly #scripts: RedisScripts;
  readonly #prefix: string;
  readonly #feedLength: number;

  /** The connection stays the caller's; `close` ends only what the view has opened itself. */
  constructor(redis: Redis, options: RedisCaseViewOptions = {}) {
    this.#redis = redis;
    this.#prefix = options.prefix ?? VIEW_PREFIX;
    this.#feedLength = options.feedLength ?? 10_000;
    this.#scripts = defineScripts(redis);
    this.changes = new RedisChangeFeed(redis, `${this.#prefix}changes`);
  }

  async load(partition: number, caseIds: readonly string[]): Promise<LoadedCases> {
    const pipeline = this.#redis.pipeline().hget(this.#key('positions'), String(partition));
    if (caseIds.length > 0) pipeline.mget(caseIds.map((id) => this.#key(`case:${id}`)));
    for (const id of caseIds) pipeline.hvalsBuffer(this.#key(`keys:${id}`));
    const [position, states, ...keys] = await run(pipeline);
    const cases = ((states ?? []) as (string | null)[]).flatMap((json) => (json === null ? [] : [parseCase(json)]));
    const known = caseIds.flatMap((id, index) => {
      const some = keys[index] as Buffer[];
      return some.length === 0 ? [] : [[id, some] as const];
    });
    return {
      position: position === null ? null : parsePosition(position as string),
      cases: new Map(cases.map((one) => [one.caseId, one])),
      keys: new Map(known),
    };
  }

  async apply(batch: ViewBatch): Promise<ApplyResult> {
    const keys = ['positions', 'ready', 'wiping', 'queue', 'changes'].map((name) => this.#key(name));
    const result = await this.#scripts.applyCaseBatch(keys, listArguments(batch, this.#prefix, this.#feedLength));
    return result === 1 ? 'applied' : result === 0 ? 'moved' : 'wiping';
  }

  async positions(): Promise<ReadonlyMap<number, ViewPosition>> {
    const all = await this.#redis.hgetall(this.#key('positions'));
    return new Map(Object.entries(all).map(([partition, position]) => [Number(partition), parsePosition(position)]));
  }

  async ready(): Promise<ReadonlySet<number>> {
    return new Set((await this.#redis.hkeys(this.#key('ready'))).map(Number));
  }

  list(query: CaseQuery): Promise<CasePage> {
    return listCases(this.#redis, this.#prefix, query);
  }

  async find(caseId: string): Promise<StoredCase | null> {
    const pipeline = this.#redis
      .multi()
      .get(this.#key(`case:${caseId}`))
      .lrangeBuffer(this.#key(`events:${caseId}`), 0, -1);
    const [json, events, keys] = await run(pipeline.hvalsBuffer(this.#key(`keys:${caseId}`)));
    if (json === null) return null;
    return { case: parseCase(String(json)), events: events as Buffer[], keys: keys as Buffer[] };
  }

  wipe(): Promise<void> {
    return wipeRedis(this.#redis, this.#scripts, this.#prefix, randomUUID());
  }

  dump(): Promise<string> {
    return dumpRedis(this.#redis, this.#prefix);
  }

  async close(): Promise<void> {
    this.changes.close();
  }

  #key(name: string): string {
    return `${this.#prefix}${name}`;
  }
}

function parseCase(json: string): Case {
  return JSON.parse(json) as Case;
}

function parsePosition(text: string): ViewPosition {
  const [events, keys] = text.split(':').map(Number);
  if (events === undefined || keys === undefined) {
    throw new OperatorError('The view holds a position that Vigie did not write: `vigie rebuild` makes it anew');
  }
  return { events, keys };
}

async function run(pipeline: ChainableCommander): Promise<unknown[]> {
  return valuesOf(await pipeline.exec());
}

function valuesOf(results: [Error | null, unknown][] | null): unknown[] {
  if (results === null) throw new Error('Redis gave up the transaction');
  return results.map(([error, value]) => {
    if (error !== null) throw error;
    return value;
  });
}
