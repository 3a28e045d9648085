import { OperatorError } from '../operator-error.ts';
import { event } from './event.ts';
import { anyWord, boolean, error, name, number, numbers, word } from './fields.ts';
import { createLogger } from './logger.ts';
import { NestLogger } from './nest-logger.ts';
import { Telemetry } from './telemetry.ts';

const batchRead = event({
  name: 'batch_read',
  doc: 'Something happened.',
  level: 'info',
  fields: {
    kind: word('a', 'b'),
    harm: anyWord(2),
    late: boolean,
    file: name,
    messages: number,
    stages: numbers('load', 'save'),
  },
  moves: [
    { counter: 'vigie_test_messages_total', help: 'Messages.', add: 'messages', labels: ['kind', 'harm'] },
    { counter: 'vigie_test_batches_total', help: 'Batches.', add: 1 },
    { histogram: 'vigie_test_stage_seconds', help: 'Stages.', observe: 'stages', by: 'stage', buckets: [0.1, 1] },
  ],
});
const versionChanged = event({
  name: 'version_changed',
  doc: 'Another version.',
  fields: { version: anyWord() },
  moves: [{ gauge: 'vigie_test_info', help: 'In force.', set: 1, labels: ['version'], sole: true }],
});
const failed = event({ name: 'failed', doc: 'A fault.', level: 'error', fields: { error } });

function setUp() {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({
    service: 'test',
    level: 'info',
    destination: { write: (line: string) => void lines.push(JSON.parse(line)) },
  });
  const telemetry = new Telemetry({ events: [batchRead, versionChanged, failed], logger, processMetrics: false });
  return { lines, logger, telemetry };
}

const values = {
  kind: 'a',
  harm: 'violence',
  late: true,
  file: 'x',
  messages: 3,
  stages: { load: 0.05, save: 2 },
} as const;

test('an event moves its metrics and writes its line', async () => {
  const { lines, telemetry } = setUp();
  telemetry.emit(batchRead, values);
  const text = await telemetry.registry.metrics();
  expect(text).toContain('vigie_test_messages_total{kind="a",harm="violence"} 3');
  expect(text).toContain('vigie_test_batches_total 1');
  expect(text).toContain('vigie_test_stage_seconds_bucket{le="0.1",stage="load"} 1');
  expect(text).toContain('vigie_test_stage_seconds_sum{stage="save"} 2');
  expect(lines).toEqual([{ level: 'info', time: expect.any(String), service: 'test', event: 'batch_read', ...values }]);
});

test('what is not declared stays inside', () => {
  const { lines, telemetry } = setUp();
  const careless = { ...values, text: 'a secret', stages: { load: 1, text: 'a secret' } };
  telemetry.emit(batchRead, careless as unknown as typeof values);
  expect(JSON.stringify(lines)).not.toContain('a secret');
  expect(() => telemetry.emit(event({ name: 'stray', doc: '', fields: {} }), {})).toThrow('not declared');
});

test('labels are bounded', async () => {
  const { telemetry } = setUp();
  for (const harm of ['one', 'two', 'three', 'four']) telemetry.emit(batchRead, { ...values, harm });
  telemetry.emit(batchRead, { ...values, kind: 'c' as 'a', harm: 'one' });
  const text = await telemetry.registry.metrics();
  expect(text).toContain('{kind="a",harm="other"} 6');
  expect(text).toContain('{kind="other",harm="one"} 3');
  expect(text).not.toContain('three');
});

test('a sole gauge shows only the value in force', async () => {
  const { telemetry } = setUp();
  telemetry.emit(versionChanged, { version: 'v1' });
  telemetry.emit(versionChanged, { version: 'v2' });
  const text = await telemetry.registry.metrics();
  expect(text).toContain('vigie_test_info{version="v2"} 1');
  expect(text).not.toContain('v1');
});

test('numbers that are none do no harm', async () => {
  const { telemetry } = setUp();
  telemetry.emit(batchRead, { ...values, messages: NaN, stages: { load: Infinity } });
  expect(await telemetry.registry.metrics()).toContain('vigie_test_batches_total 1');
});

test('errors lose their messages, unless an operator is meant', () => {
  const { lines, telemetry } = setUp();
  const quoting = new SyntaxError('Unexpected token in "a secret"\n    at the school, 5 pm', {
    cause: new Error('a secret'),
  });
  telemetry.emit(failed, { error: quoting });
  telemetry.emit(failed, {
    error: Object.assign(new Error('connect ECONNREFUSED ::1:6379'), { code: 'ECONNREFUSED', syscall: 'connect' }),
  });
  telemetry.emit(failed, { error: new OperatorError('policy.yaml:3: no such harm') });
  telemetry.emit(failed, { error: 'a secret' });
  const text = JSON.stringify(lines);
  expect(text).not.toContain('a secret');
  expect(text).not.toContain('school');
  expect(lines.map((line) => line['error'])).toMatchObject([
    { name: 'SyntaxError', stack: expect.stringContaining('telemetry.spec'), cause: { name: 'Error' } },
    { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED ::1:6379' },
    { name: 'OperatorError', message: 'policy.yaml:3: no such harm' },
    { name: 'string' },
  ]);
});

test('one metric cannot be declared in two ways', () => {
  const other = event({
    name: 'other',
    doc: '',
    fields: {},
    moves: [{ gauge: 'vigie_test_batches_total', help: 'Batches.', set: 1 }],
  });
  const { logger } = setUp();
  expect(() => new Telemetry({ events: [batchRead, other], logger, processMetrics: false })).toThrow('two ways');
});

test("Nest's lines: warnings and errors, exceptions without their messages", () => {
  const { lines, logger } = setUp();
  const nest = new NestLogger(logger);
  nest.log();
  nest.warn('Route twice', 'RouterExplorer');
  nest.error(new Error('a secret'), 'ExceptionsHandler');
  nest.error('a secret', 'Error: a secret\n    at f (x.ts:1:2)', 'ExceptionsHandler');
  expect(lines).toMatchObject([
    { level: 'warn', event: 'nest', context: 'RouterExplorer', message: 'Route twice' },
    { level: 'error', context: 'ExceptionsHandler', error: { name: 'Error' } },
    { level: 'error', context: 'ExceptionsHandler', error: { stack: '    at f (x.ts:1:2)' } },
  ]);
  expect(JSON.stringify(lines)).not.toContain('a secret');
});
