/** The whole service on a real Kafka and a real Redis. */
import { CASE_TOPICS, rebuildView, RedisCaseView } from '@vigie/cases';
import { KafkaJsBroker } from '@vigie/kafka';
import { AlertsFixture } from './alerts.fixture.ts';

function connectKafka(): KafkaJsBroker {
  const brokers = process.env['KAFKA_BROKERS'];
  if (brokers === undefined)
    throw new Error('KAFKA_BROKERS is not set: run the tests with `npm test`, which starts a Kafka');
  return new KafkaJsBroker({ brokers: brokers.split(','), clientId: 'alerts-spec' });
}

let alerts: AlertsFixture;
let broker: KafkaJsBroker;
let view: RedisCaseView;

beforeAll(async () => {
  alerts = new AlertsFixture(process.env['REDIS_URL']);
  broker = connectKafka();
  await alerts.start(broker);
  view = new RedisCaseView(alerts.redis, { prefix: alerts.viewPrefix });
}, 30_000);
afterAll(async () => {
  await alerts.close();
  await broker.close();
}, 30_000);

test('flags become cases; of two who claim at once one gets it; and the view comes back from the log', async () => {
  const conversations = Array.from({ length: 12 }, (_, n) => ({ conversationId: `c-${n}`, flagId: `f-${n}` }));
  await alerts.flags(broker, ...conversations, { ...conversations[0], flagId: 'worse', severity: 'S0' });
  const [first] = await alerts.cases(12);
  expect(first).toMatchObject({ severity: 'S0', conversationId: 'c-0' });

  const claim = (as: string) =>
    alerts.ask('POST', `/v1/cases/${first!['caseId']}/commands`, { as, body: { type: 'claim' } });
  const statuses = (await Promise.all([claim('ada'), claim('ben')])).map(({ status }) => status);
  expect(statuses.sort()).toEqual([200, 409]);

  const before = await view.dump();
  await view.wipe();
  for (let waited = 0; waited < 3000 && (await view.dump()) !== before; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await view.dump()).toBe(before); // The service has noticed it by itself.
  const topics = { ...CASE_TOPICS, caseEvents: alerts.topics.caseEvents, caseKeys: alerts.topics.caseKeys };
  await rebuildView({ broker, view, topics });
  expect(await view.dump()).toBe(before);
  const again = await alerts.ask('GET', `/v1/cases/${first!['caseId']}`, { as: 'ada' });
  expect(again.body.messages).toHaveLength(1);
}, 60_000);
