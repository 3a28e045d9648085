import { type Redis } from 'ioredis';
import { type Case } from '@vigie/safety';
import { comparePlaces, decodeCursor, encodeCursor, indexChoices, matches } from './case-query.ts';
import { type CaseQuery, type QueuePlace } from './case-query.ts';
import { type CasePage } from './case-view.ts';

const CHUNK = 250;
/** Cases looked at for one page. Filters that hardly anything matches give a short page and a cursor to go on. */
const MOST_LOOKED_AT = 5_000;

/**
 * One page in the order of the queue. The filter whose indexes are shortest leads; the others are checked on the cases,
 * so that any combination of filters needs no index of its own.
 */
export async function listCases(redis: Redis, prefix: string, query: CaseQuery): Promise<CasePage> {
  const { filter, limit } = query;
  const indexes = await shortestIndexes(redis, prefix, query);
  const items: Case[] = [];
  let at = query.after === null ? null : decodeCursor(query.after);
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += CHUNK) {
    const places = await placesAfter(redis, prefix, indexes, at);
    for (const { place, found } of await casesAt(redis, prefix, places)) {
      if (items.length === limit) return { items, next: at === null ? null : encodeCursor(at) };
      at = place;
      if (found !== null && matches(found, filter)) items.push(found);
    }
    if (places.length < CHUNK) return { items, next: null };
  }
  return { items, next: at === null ? null : encodeCursor(at) };
}

async function shortestIndexes(redis: Redis, prefix: string, { filter }: CaseQuery): Promise<string[]> {
  const choices = indexChoices(filter);
  if (choices.length === 0) return ['queue'];
  const sizes = await Promise.all(
    choices.map(async (names) => {
      const counts = await Promise.all(names.map((name) => redis.zcard(`${prefix}${name}`)));
      return counts.reduce((sum, count) => sum + count, 0);
    }),
  );
  return choices[sizes.indexOf(Math.min(...sizes))] ?? ['queue'];
}

/** The next places of the union of these indexes, at most CHUNK. */
async function placesAfter(redis: Redis, prefix: string, indexes: string[], after: QueuePlace | null) {
  const found = await Promise.all(indexes.map((name) => placesOfIndex(redis, `${prefix}${name}`, after)));
  return found.flat().sort(comparePlaces).slice(0, CHUNK);
}

async function placesOfIndex(redis: Redis, key: string, after: QueuePlace | null): Promise<QueuePlace[]> {
  const places: QueuePlace[] = [];
  // Cases with the very score of the cursor come once more and are passed over, however many there are.
  for (let offset = 0; places.length < CHUNK; offset += CHUNK) {
    const flat = await redis.zrangebyscore(key, after?.score ?? '-inf', '+inf', 'WITHSCORES', 'LIMIT', offset, CHUNK);
    for (let i = 0; i < flat.length; i += 2) {
      const place = { caseId: flat[i]!, score: Number(flat[i + 1]) };
      if (after === null || comparePlaces(place, after) > 0) places.push(place);
    }
    if (flat.length < 2 * CHUNK) break;
  }
  return places.slice(0, CHUNK);
}

async function casesAt(redis: Redis, prefix: string, places: readonly QueuePlace[]) {
  if (places.length === 0) return [];
  const json = await redis.mget(places.map(({ caseId }) => `${prefix}case:${caseId}`));
  return places.map((place, index) => {
    const text = json[index];
    const found = typeof text === 'string' ? (JSON.parse(text) as Case) : null;
    return { place, found };
  });
}
