import { connect, type Socket } from 'node:net';
import { jest } from '@jest/globals';
import { type ISocketFactory } from 'kafkajs';
import { Bench, records, texts, until } from './broker-contract-bench.ts';
import { KafkaJsBroker } from './broker.kafkajs.ts';

jest.setTimeout(60_000);
const brokers = process.env['KAFKA_BROKERS'];

/** A line to the cluster that can be cut; the cluster itself stays untouched. */
class Line {
  readonly #sockets = new Set<Socket>();
  #cut = false;

  readonly socketFactory: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = connect(this.#cut ? { host: '127.0.0.1', port: 1 } : { host, port }, onConnect);
    socket.setNoDelay(true);
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  };

  /** Requests under way may or may not have arrived: nobody will hear. */
  drop(): void {
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    for (const socket of this.#sockets) socket.destroy(reset);
  }

  cut(): void {
    this.#cut = true;
    this.drop();
  }

  mend(): void {
    this.#cut = false;
  }
}

async function open(line: Line): Promise<Bench> {
  if (brokers === undefined) throw new Error('KAFKA_BROKERS is not set: run `npm test`, or start a broker and set it');
  return Bench.open(
    new KafkaJsBroker({ brokers: brokers.split(','), clientId: 'outage' }, { socketFactory: line.socketFactory }),
  );
}

test('an outage of 15 s fails no send and stops no consumer', async () => {
  const line = new Line();
  const bench = await open(line);
  const topic = await bench.topic(1);
  let crashed: unknown;
  const { records: seen } = await bench.collect({
    topics: [topic],
    sessionTimeoutMs: 6_000,
    onCrash: (error) => (crashed = error),
  });
  await bench.producer.send(topic, records(2));
  await until(() => seen.length === 2);

  line.cut();
  await expect(bench.broker.ping()).rejects.toMatchObject({ name: 'BrokerError', code: 'UNAVAILABLE' });
  const sent = bench.producer.send(topic, records(2, { first: 2 }));
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  line.mend();

  await sent;
  await until(() => new Set(texts(seen)).size === 4);
  expect(crashed).toBeUndefined();
  expect(texts(await bench.read(topic, 0))).toEqual(['0', '1', '2', '3']);
  await bench.broker.ping();
  await bench.stopConsumers();
  await bench.close();
});

test('a line that breaks again and again loses no record, doubles none and keeps the order', async () => {
  const line = new Line();
  const bench = await open(line);
  const topic = await bench.topic(1);
  const { records: seen } = await bench.collect({ topics: [topic], sessionTimeoutMs: 6_000 });
  // Responses are cut in the middle, too: the consumer fetches meanwhile.
  const breaking = setInterval(() => line.drop(), 130);
  const sends = [];
  for (let number = 0; number < 400; number += 4) {
    sends.push(bench.producer.send(topic, records(4, { first: number })));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await Promise.all(sends);
  clearInterval(breaking);
  expect(texts(await bench.read(topic, 0)).map(Number)).toEqual([...Array(400).keys()]);
  await until(() => new Set(texts(seen)).size === 400);
  await bench.stopConsumers();
  await bench.close();
});
