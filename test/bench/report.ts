import { cpus, loadavg, totalmem } from 'node:os';

export interface BenchRow {
  readonly name: string;
  readonly messages: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Of this process, all threads: what a machine that is busy with other things does not change much. */
  readonly perCpuSecond: number;
  /** Seconds by stage of score-batch. */
  readonly stages: Readonly<Record<string, number>>;
  /** Resident memory in MiB after each tenth of the messages. */
  readonly memory: readonly number[];
  readonly flags: number;
}

export function machine() {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    load: loadavg()[0]!.toFixed(1),
  };
}

export function printRows(rows: readonly BenchRow[]): void {
  const { cpu, cores, memoryGiB, node, load } = machine();
  console.log(`\n${cpu}, ${cores} cores, ${memoryGiB} GiB, Node ${node}, load ${load}\n`);
  for (const { name, messages, seconds, perSecond, perCpuSecond, stages, memory, flags } of rows) {
    const rate = (value: number) => Math.round(value).toLocaleString('en');
    console.log(`${name}: ${rate(perSecond)} messages/s, ${rate(perCpuSecond)} per CPU-second`);
    console.log(`  ${messages.toLocaleString('en')} messages in ${seconds.toFixed(1)} s, ${flags} flags`);
    const measured = Object.values(stages).reduce((sum, stage) => sum + stage, 0);
    const shares = { ...stages, 'outside score-batch': Math.max(0, seconds - measured) };
    for (const [stage, time] of Object.entries(shares).sort((a, b) => b[1] - a[1])) {
      const share = (time / seconds) * 100;
      if (share >= 0.5)
        console.log(`  ${share.toFixed(0).padStart(3)} %  ${stage}  ${'█'.repeat(Math.round(share / 2))}`);
    }
    console.log(`  memory ${memory.map((mebibytes) => Math.round(mebibytes)).join(' → ')} MiB\n`);
  }
}
