import { type Redis } from 'ioredis';
import { type RedisScripts } from './redis-scripts.ts';
import { scanKeys } from './scan.redis.ts';

/** A wipe that has not done anything for so long is dead, and the next one takes its mark away. */
const DEAD_AFTER_SECONDS = 30;

/**
 * Deletes every key of the view. The mark `wiping` keeps everybody from applying until all is gone: otherwise a running
 * alerts service would begin to fill the view, and lose cases to the rest of the deletion.
 */
export async function wipeRedis(redis: Redis, scripts: RedisScripts, prefix: string, id: string): Promise<void> {
  const mark = `${prefix}wiping`;
  for (;;) {
    await scripts.wipePage([mark], [id, 'begin', `${prefix}positions`, `${prefix}ready`]);
    if ((await pages()) && (await scripts.wipePage([mark], [id, 'end', DEAD_AFTER_SECONDS])) === 1) return;
  }

  async function pages(): Promise<boolean> {
    for await (const keys of scanKeys(redis, prefix)) {
      const ours = keys.filter((key) => key !== mark);
      if ((await scripts.wipePage([mark], [id, 'page', ...ours])) !== 1) return false;
    }
    return true;
  }
}
