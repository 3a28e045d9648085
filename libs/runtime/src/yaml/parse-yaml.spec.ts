import fc from 'fast-check';
import { parseYaml, type Validate } from './parse-yaml.ts';

const anything: Validate<unknown> = (value) => ({ value });
const issue =
  (...path: (string | number)[]): Validate<never> =>
  () => ({ issues: [{ path, message: 'is unknown' }] });

const policy = `# comment
version: 1
rules:
  - harm: grooming
    severity: S1
  - harm: theft
    <<name: x
budget: &b {direct: 1}
other: *b
`;

test.each([
  [['rules', 1, 'harm'], 6, 'rules[1].harm: is unknown'],
  [['rules', 1], 6, 'rules[1]: is unknown'],
  [['rules', 0, 'severity'], 5, 'rules[0].severity: is unknown'],
  [['rules', 0, 'missing'], 4, 'rules[0].missing: is unknown'],
  [['rules', 9, 'harm'], 3, 'rules[9].harm: is unknown'],
  [['other', 'direct'], 8, 'other.direct: is unknown'],
  [['missing', 'deeper'], 2, 'missing.deeper: is unknown'],
  [[], 2, 'is unknown'],
])('an issue at %j is in line %i', (path, line, message) => {
  expect(parseYaml(policy, issue(...path))).toEqual({ problems: [{ line, message }] });
});

test.each([
  ['a key twice', 'a: 1\nb: 2\na: 3\n', 3],
  ['an open bracket', 'a: 1\nb: [1, 2\n', 3],
  ['a tag of its own', 'a: !!js/function "x"\n', 1],
  ['two documents', 'a: 1\n---\nb: 2\n', 2],
  ['an alias of nothing', 'a: *b\n', 1],
])('%s', (_what, text, line) => {
  expect(parseYaml(text, anything)).toEqual({ problems: [{ line, message: expect.any(String) }] });
});

test('a flood of aliases', () => {
  const laughs = [
    'a0: &a0 [x]',
    ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join()}]`),
  ];
  expect(parseYaml(laughs.join('\n'), anything)).toEqual({ problems: [{ line: 1, message: 'too many aliases' }] });
});

test('100,000 brackets', () => {
  expect(parseYaml('['.repeat(100_000), anything)).toHaveProperty('problems');
});

test('a prototype is a key like any other', () => {
  const result = parseYaml('__proto__: {polluted: true}\n', anything);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(result).toHaveProperty('value');
});

test('problems do not quote the file', () => {
  const result = parseYaml('token: s3cret\ntoken: s3cret\nx: [s3cret', anything);
  expect(result).toHaveProperty('problems');
  expect(JSON.stringify(result)).not.toContain('s3cret');
});

test('any text: a value or problems, never a throw; JSON is YAML', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab:-[]{}&*!|>#"\'\n ,?%@') }),
      (text) => void parseYaml(text, anything),
    ),
  );
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      expect(parseYaml(JSON.stringify(value), anything)).toEqual({ value: JSON.parse(JSON.stringify(value)) });
    }),
  );
});
