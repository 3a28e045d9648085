import { withRedis } from '../connect.ts';
import { type Finding, orWrong, well, wrong } from '../finding.ts';
import { type Surroundings } from '../surroundings.ts';

export async function redisFindings({ redisUrl }: Surroundings): Promise<readonly Finding[]> {
  return orWrong('', () =>
    withRedis(redisUrl(), async (redis) => {
      const version = /redis_version:(\S+)/.exec(await redis.info('server'))?.[1] ?? 'unknown';
      const eviction = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1] ?? 'unknown';
      return [
        well(`Redis ${version} answers`),
        eviction === 'noeviction'
          ? well('Redis never throws states or cases away (noeviction)')
          : wrong(`Redis may throw states and cases away (maxmemory-policy ${eviction}): set it to noeviction.`),
      ];
    }),
  );
}
