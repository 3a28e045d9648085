/**
 * What a broker promises, as tests. Both adapters run this suite (`broker.memory.spec.ts`, `broker.kafkajs.spec.ts`);
 * a third adapter has to pass it too. No test depends on speed: each waits for what must happen.
 */
import { Bench } from './broker-contract-bench.ts';
import { consumingContract } from './broker-contract.consuming.ts';
import { groupsContract } from './broker-contract.groups.ts';
import { logsContract } from './broker-contract.logs.ts';
import { producingContract } from './broker-contract.producing.ts';
import { type Broker } from './port.ts';

/** `createBroker` is called once a suite; topics and groups have unique names, so a shared cluster is fine. */
export function brokerContract(name: string, createBroker: () => Promise<Broker>): void {
  describe(`${name} keeps the contract of a broker`, () => {
    let bench: Bench;

    beforeAll(async () => {
      bench = await Bench.open(await createBroker());
    });
    afterEach(() => bench.stopConsumers());
    afterAll(() => bench.close());

    producingContract(() => bench);
    consumingContract(() => bench);
    groupsContract(() => bench);
    logsContract(() => bench);
  });
}
