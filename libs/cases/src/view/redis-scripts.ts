import { type Redis } from 'ioredis';
import { APPLY_CASE_BATCH } from './apply-case-batch-5.lua.ts';
import { WIPE_PAGE } from './wipe-1.lua.ts';

type Argument = string | number | Buffer;

/** The Lua scripts as functions; loaded once per connection and called by their hash. */
export interface RedisScripts {
  applyCaseBatch(keys: readonly string[], args: readonly Argument[]): Promise<unknown>;
  wipePage(keys: readonly string[], args: readonly Argument[]): Promise<unknown>;
}

export function defineScripts(redis: Redis): RedisScripts {
  const define = (name: string, lua: string, numberOfKeys: number) => {
    redis.defineCommand(name, { lua, numberOfKeys });
    const command = Reflect.get(redis, name) as (...args: Argument[]) => Promise<unknown>;
    return (keys: readonly string[], args: readonly Argument[]) => command.call(redis, ...keys, ...args);
  };
  return {
    applyCaseBatch: define('vigieApplyCaseBatch', APPLY_CASE_BATCH, 5),
    wipePage: define('vigieWipePage', WIPE_PAGE, 1),
  };
}
