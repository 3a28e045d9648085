import { deadLetterTopic, topicSpecs, TOPICS } from '@vigie/contracts';
import { loadScoringModel } from '@vigie/inference';
import { type Broker } from '@vigie/kafka';
import { loadYamlFile } from '@vigie/runtime';
import { parsePolicy, unknownStages } from '@vigie/safety';
import { Redis } from 'ioredis';
import { reason, withBroker } from '../connect.ts';
import { type Surroundings } from '../surroundings.ts';

/** One thing that was looked at: what is well, or what is wrong and what to do. */
export interface Finding {
  readonly ok: boolean;
  readonly text: string;
}

/** `vigie doctor`: looks at everything that Vigie needs, one finding a line; exit code 1 when something is wrong. */
export async function doctor(
  here: Surroundings,
  options: { readonly model: string; readonly policy: string },
): Promise<void> {
  const findings = [...(await kafkaFindings(here)), ...(await redisFindings(here)), ...(await modelFindings(options))];
  for (const { ok, text } of findings) console.log(`${ok ? '✓' : '✗'} ${text}`);
  if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
}

async function kafkaFindings(here: Surroundings): Promise<Finding[]> {
  try {
    return await withBroker(here, async (broker) => [
      well(`Kafka answers at ${here.kafkaBrokers.join(',')}`),
      ...(await topicFindings(broker)),
      ...(await lagFindings(broker)),
    ]);
  } catch (error) {
    return [wrong(reason(error))];
  }
}

async function topicFindings(broker: Broker): Promise<Finding[]> {
  const names = topicSpecs().map(({ name }) => name);
  const found = await broker.describeTopics(names);
  const missing = names.filter((_, i) => found[i] === null);
  const partitions = (name: string) => found[names.indexOf(name)]?.partitions;
  const shared = [TOPICS.flags, TOPICS.commands, TOPICS.caseEvents].map(partitions);
  const bytes = (name: string) => Number(found[names.indexOf(name)]?.config['max.message.bytes'] ?? Infinity);
  const dead = deadLetterTopic(TOPICS.chatEvents);
  return [
    missing.length === 0
      ? well(`all ${names.length} topics are there`)
      : wrong(`topics are missing: ${missing.join(', ')}. Run \`vigie topics create\`.`),
    new Set(shared).size === 1
      ? well(`${TOPICS.flags}, ${TOPICS.commands} and ${TOPICS.caseEvents} have the same number of partitions`)
      : wrong(
          `${TOPICS.flags}, ${TOPICS.commands} and ${TOPICS.caseEvents} must have the same number of partitions; they have ${shared.join(', ')}. Cases of one conversation would be decided in two places.`,
        ),
    bytes(dead) >= bytes(TOPICS.chatEvents)
      ? well(`${dead} takes every message that ${TOPICS.chatEvents} takes`)
      : wrong(
          `max.message.bytes of ${dead} is smaller than that of ${TOPICS.chatEvents}: large dead letters would be cut.`,
        ),
  ];
}

async function lagFindings(broker: Broker): Promise<Finding[]> {
  const lag = await broker.lag('vigie-scorer', [TOPICS.chatEvents]).catch(() => []);
  const behind = lag.reduce((sum, { committed, end }) => sum + end - Math.max(committed, 0), 0);
  return [well(`the scorer is ${behind} messages behind`)];
}

async function redisFindings(here: Surroundings): Promise<Finding[]> {
  const redis = new Redis(here.redisUrl, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    await redis.connect();
    const version = /redis_version:(\S+)/.exec(await redis.info('server'))?.[1] ?? 'unknown';
    const eviction = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1] ?? 'unknown';
    return [
      well(`Redis ${version} answers`),
      eviction === 'noeviction'
        ? well('Redis never throws states or cases away (noeviction)')
        : wrong(`Redis may throw states and cases away (maxmemory-policy ${eviction}): set it to noeviction.`),
    ];
  } catch (error) {
    return [wrong(`no Redis answers at ${withoutPassword(here.redisUrl)} (${reason(error)}). Set REDIS_URL.`)];
  } finally {
    redis.disconnect();
  }
}

async function modelFindings(options: { readonly model: string; readonly policy: string }): Promise<Finding[]> {
  const findings: Finding[] = [];
  const policy = await attempt(
    findings,
    `policy ${options.policy}`,
    async () => (await loadYamlFile(options.policy, parsePolicy)).value,
  );
  const model = await attempt(findings, `model bundle ${options.model}`, () => loadScoringModel(options.model));
  if (model === null) return findings;
  findings.push(well(`${model.info.id}: hashes and golden scores hold`));
  const unknown = policy === null ? [] : unknownStages(policy, model.info.cues);
  if (unknown.length > 0)
    findings.push(wrong(`the policy names stages that the model does not know: ${unknown.join(', ')}`));
  await model.dispose();
  return findings;
}

async function attempt<T>(findings: Finding[], what: string, work: () => Promise<T> | T): Promise<T | null> {
  try {
    const result = await work();
    findings.push(well(`${what} can be read`));
    return result;
  } catch (error) {
    findings.push(wrong(`${what}: ${reason(error)}`));
    return null;
  }
}

const well = (text: string): Finding => ({ ok: true, text });
const wrong = (text: string): Finding => ({ ok: false, text });

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
