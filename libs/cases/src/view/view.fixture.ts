/** For specs: the real Redis of `npm test`, and batches as alerts writes them. */
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { type Case, type CaseInput, decideCase } from '@vigie/safety';
import { CLOCKS } from '@vigie/safety/testing';
import { encodeCaseEvent } from '../log/case-event-codec.ts';
import { CaseFold } from './case-fold.ts';
import { type CaseUpdate, type ViewBatch } from './case-view.ts';

/** `url`: the environment's REDIS_URL. */
export function connectRedis(url: string | undefined): Redis {
  if (url === undefined) throw new Error('REDIS_URL is not set: run the tests with `npm test`, which starts a Redis');
  return new Redis(url, { maxRetriesPerRequest: 3 });
}

/** Keeps suites that share a Redis apart. */
export function uniquePrefix(): string {
  return `test:${randomUUID()}:`;
}

export async function deletePrefix(redis: Redis, prefix: string): Promise<void> {
  const keys = await redis.keys(`${prefix}*`);
  if (keys.length > 0) await redis.unlink(keys);
}

const KEY = { keyId: 'k-1', bytes: Buffer.alloc(32, 7) };

/** What these inputs change, decided one after the other. */
export function updatesOf(
  inputs: readonly CaseInput[],
  loaded: Iterable<Case> = [],
  now = 1_795_000_000_000,
): CaseUpdate[] {
  const fold = new CaseFold(new Map([...loaded].map((one) => [one.caseId, one])));
  for (const input of inputs) {
    const about = [...loaded, ...fold.updates().map(({ after }) => after)].find((one) => isAbout(one, input)) ?? null;
    const current = about === null ? null : fold.current(about.caseId);
    const { events } = decideCase(current, input, { now, clocks: CLOCKS });
    for (const event of events) fold.add(event, () => encodeCaseEvent(event, KEY));
  }
  return fold.updates();
}

function isAbout(one: Case, input: CaseInput): boolean {
  if (input.kind === 'command') return one.caseId === input.command.caseId;
  const { tenantId, conversationId, actorId, harm } = input.flag;
  const same = one.tenantId === tenantId && one.conversationId === conversationId;
  return same && one.actorId === actorId && one.harm === harm;
}

export function aBatch(change: Partial<ViewBatch> = {}): ViewBatch {
  const next = { events: 1, keys: 0 };
  return {
    partition: 0,
    expected: null,
    next,
    cases: [],
    keys: [],
    answers: [],
    announce: true,
    ready: false,
    ...change,
  };
}
