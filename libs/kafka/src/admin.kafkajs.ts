/** Questions about topics, offsets and lag, and the creation of topics, over the admin client of kafkajs. */
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { pause } from './batches.ts';
import { brokerError } from './errors.kafkajs.ts';
import { type Broker, type PartitionLag, type TopicDescription } from './port.ts';

const POLL_MS = 50;
const POLL_TIMES = 200;

type TopicWish = Parameters<Broker['ensureTopics']>[0][number];

export class KafkaJsAdmin {
  readonly #newKafka: () => Kafka;
  #admin: Promise<Admin> | undefined;

  constructor(newKafka: () => Kafka) {
    this.#newKafka = newKafka;
  }

  ensureTopics(topics: readonly TopicWish[]): Promise<readonly string[]> {
    return this.#ask('Creating topics', async (admin) => {
      const present = new Set(await admin.listTopics());
      const missing = topics.filter(({ name }) => !present.has(name));
      if (missing.length === 0) return [];
      // Waiting for leaders inside kafkajs may throw although the topic exists: poll instead.
      await admin.createTopics({ waitForLeaders: false, topics: missing.map(toKafkaJs) });
      await untilLed(admin, missing);
      return missing.map(({ name }) => name);
    });
  }

  describeTopics(names: readonly string[]): Promise<readonly (TopicDescription | null)[]> {
    return this.#ask('Describing topics', async (admin) => {
      const present = new Set(await admin.listTopics());
      const asked = names.filter((name) => present.has(name));
      if (asked.length === 0) return names.map(() => null);
      const { topics } = await admin.fetchTopicMetadata({ topics: asked });
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: asked.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
      });
      return names.map((name) => {
        const metadata = topics.find((topic) => topic.name === name);
        if (metadata === undefined) return null;
        const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
        const config = Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]));
        return { name, partitions: metadata.partitions.length, config };
      });
    });
  }

  exists(topic: string): Promise<boolean> {
    return this.#ask(`Looking for ${topic}`, async (admin) => (await admin.listTopics()).includes(topic));
  }

  offsets(topic: string): Promise<readonly { partition: number; begin: number; end: number }[]> {
    return this.#ask(`Offsets of ${topic}`, async (admin) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return offsets
        .map(({ partition, low, high }) => ({ partition, begin: Number(low), end: Number(high) }))
        .sort((a, b) => a.partition - b.partition);
    });
  }

  async lag(groupId: string, topics: readonly string[]): Promise<readonly PartitionLag[]> {
    const committed = await this.#ask(`Lag of ${groupId}`, (admin) =>
      admin.fetchOffsets({ groupId, topics: [...topics] }),
    );
    const lags = topics.map(async (topic) => {
      const partitions = committed.find((entry) => entry.topic === topic)?.partitions ?? [];
      return (await this.offsets(topic)).map(({ partition, end }) => ({
        topic,
        partition,
        committed: Number(partitions.find((entry) => entry.partition === partition)?.offset ?? -1),
        end,
      }));
    });
    return (await Promise.all(lags)).flat();
  }

  /** Throws with the cause when the cluster does not answer. */
  ping(): Promise<void> {
    return this.#ask('Ping', async (admin) => void (await admin.describeCluster()), 1);
  }

  async close(): Promise<void> {
    const admin = this.#admin;
    this.#admin = undefined;
    await admin?.then((connected) => connected.disconnect()).catch(() => undefined);
  }

  /** After a failure the client is thrown away: some of its calls never reconnect. One more try with a new one. */
  async #ask<T>(what: string, question: (admin: Admin) => Promise<T>, tries = 2): Promise<T> {
    for (let failures = 1; ; failures++) {
      try {
        this.#admin ??= connected(this.#newKafka().admin());
        return await question(await this.#admin);
      } catch (error) {
        await this.close();
        if (failures >= tries) throw brokerError(what, error);
      }
    }
  }
}

async function connected(admin: Admin): Promise<Admin> {
  try {
    await admin.connect();
    return admin;
  } catch (error) {
    await admin.disconnect().catch(() => undefined);
    throw error;
  }
}

function toKafkaJs({ name, partitions, config }: TopicWish) {
  const configEntries = Object.entries(config).map(([key, value]) => ({ name: key, value }));
  return { topic: name, numPartitions: partitions, configEntries };
}

async function untilLed(admin: Admin, topics: readonly TopicWish[]): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      const metadata = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
      const led = metadata.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
      if (led && metadata.topics.every(({ name, partitions }) => partitions.length >= wished(topics, name))) return;
    } catch (error) {
      if (tries >= POLL_TIMES) throw error;
    }
    await pause(POLL_MS);
  }
}

function wished(topics: readonly TopicWish[], name: string): number {
  return topics.find((topic) => topic.name === name)?.partitions ?? 1;
}
