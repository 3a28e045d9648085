/**
 * alerts, the whole story: flags of the scorer and commands of people become cases.
 *
 * One batch is of one partition of `safety.flags` or `safety.commands`; both topics' batches of a partition come to this
 * process and are handled one after the other. What a crash leaves behind at any step is made good by doing the batch
 * again: a decision is taken once, since the view it is taken on is at the end of the log, and ids come from content.
 */
import { CaseFold, type CaseLog, type CaseView, type KeyEncryption, type ViewPosition } from '@vigie/cases';
import { type BatchContext, type BatchHandler, type DeadLetter, type RecordBatch } from '@vigie/kafka';
import { type AnsweredCommand, type Case, type CaseOutcome, decideCase, type Severity } from '@vigie/safety';
import { type AlertsReport, type HandledInput } from './alerts-report.ts';
import { caseIdOf, type DecodedInput, decodeInputs, slices } from './decode-inputs.ts';
import { type KeptView, type LoadedForDecision } from './kept-view.ts';
import { type SealedEvents, sealEvents } from './seal-events.ts';

export interface CaseBatchDeps {
  readonly topics: { readonly flags: string; readonly commands: string };
  readonly view: CaseView;
  readonly kept: KeptView;
  readonly log: Pick<CaseLog, 'append' | 'appendKeys'>;
  readonly encryption: KeyEncryption;
  readonly sendDeadLetters: (letters: readonly DeadLetter[]) => Promise<unknown>;
  /** Milliseconds since 1970. The one place where the wall clock enters a decision. */
  readonly clock: () => number;
  /** Milliseconds until somebody must have acted, of the policy in force. */
  readonly clocks: () => Readonly<Record<Severity, number>>;
  readonly report: AlertsReport;
}

export function caseBatchHandler(deps: CaseBatchDeps): BatchHandler {
  return (batch, context) => deps.kept.alone(batch.partition, () => handleBatch(deps, batch, context), context);
}

async function handleBatch(deps: CaseBatchDeps, batch: RecordBatch, context: BatchContext): Promise<void> {
  const started = deps.clock();
  const { inputs, letters } = decodeInputs(batch.records, deps.topics);
  if (letters.length > 0) await deps.sendDeadLetters(letters);
  const handled: HandledSlice[] = [];
  for (const slice of slices(inputs)) handled.push(await handleSlice(deps, batch.partition, slice, context));
  deps.report.batchHandled({
    batch,
    letters,
    inputs: handled.flatMap((slice) => slice.inputs),
    cases: handled.flatMap((slice) => slice.cases),
    milliseconds: deps.clock() - started,
  });
  // The transport commits the offset when this returns.
}

async function handleSlice(
  deps: CaseBatchDeps,
  partition: number,
  slice: readonly DecodedInput[],
  context: BatchContext,
): Promise<HandledSlice> {
  const caseIds = [...new Set(slice.map(({ input }) => caseIdOf(input)))];
  for (;;) {
    const loaded = await deps.kept.load(partition, caseIds, context);
    const decided = decideAll(slice, loaded.cases, { now: deps.clock(), clocks: deps.clocks() });
    const events = decided.flatMap(({ verdict }) => verdict.events);
    const sealed = await sealEvents(events, loaded.keys, deps.encryption);
    await context.heartbeat(); // Throws when the partition belongs to somebody else by now.
    const cases = await record(deps, partition, loaded, decided, sealed);
    if (cases !== 'overtaken') {
      if (sealed.unusableKeys.length > 0) deps.report.keysUnusable(partition, sealed.unusableKeys);
      return { inputs: decided, cases };
    }
    // Somebody else has written to the log since the cases were loaded: decide anew on what is true now.
    deps.report.decidedAnew(partition);
    await deps.kept.catchUp(partition, context);
  }
}

interface HandledSlice {
  readonly inputs: readonly HandledInput[];
  /** As they are now. */
  readonly cases: readonly Case[];
}

/** One input after the other: each sees what those before have changed. */
function decideAll(
  slice: readonly DecodedInput[],
  loaded: ReadonlyMap<string, Case>,
  context: { now: number; clocks: Readonly<Record<Severity, number>> },
): HandledInput[] {
  const fold = new CaseFold(loaded);
  return slice.map(({ input }) => {
    const verdict = decideCase(fold.current(caseIdOf(input)), input, context);
    for (const event of verdict.events) fold.add(event, () => new Uint8Array());
    return { input, verdict };
  });
}

/** Effects, in the order that a crash between any two of them is harmless: keys, events, view with answers. */
async function record(
  deps: CaseBatchDeps,
  partition: number,
  loaded: LoadedForDecision,
  decided: readonly HandledInput[],
  sealed: SealedEvents,
): Promise<readonly Case[] | 'overtaken'> {
  const { position } = loaded;
  const next = { ...position } satisfies ViewPosition;
  if (sealed.newKeys.length > 0) {
    if ((await deps.log.appendKeys(partition, sealed.newKeys)) !== position.keys) return 'overtaken';
    next.keys += sealed.newKeys.length;
  }
  if (sealed.events.length > 0) {
    if ((await deps.log.append(partition, sealed.events)) !== position.events) return 'overtaken';
    next.events += sealed.events.length;
  }
  const answers = decided.flatMap(({ verdict }) => answerOf(verdict.outcome));
  if (sealed.events.length === 0 && answers.length === 0) return [];

  const fold = new CaseFold(loaded.cases);
  for (const { event, value } of sealed.events) fold.add(event, () => value);
  const cases = fold.updates();
  const batch = { partition, expected: position, next, cases, keys: sealed.keyUpdates, answers };
  const result = await deps.view.apply({ ...batch, announce: true, ready: false });
  if (result !== 'applied') return 'overtaken';
  deps.kept.reached(partition, next);
  return cases.map(({ after }) => after);
}

function answerOf(outcome: CaseOutcome): AnsweredCommand[] {
  if (outcome.kind !== 'command') return [];
  const { commandId, answer, version } = outcome;
  return [{ commandId, answer, version }];
}
