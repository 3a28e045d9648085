import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml';

export interface YamlIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A pure function: a value out of YAML → what it means, or everything that is wrong with it. */
export type Validate<T> = (value: unknown) => { readonly value: T } | { readonly issues: readonly YamlIssue[] };

export interface YamlProblem {
  /** From 1 on. */
  readonly line: number;
  readonly message: string;
}

const MOST_ALIASES = 100; // Expansions of one value: stops "billion laughs".

/**
 * YAML 1.2, one document. Keys twice, unknown tags and floods of aliases are problems, and so is whatever `validate`
 * finds, at the line where it stands; what is missing is reported at its nearest parent. Messages do not quote lines of
 * the file, which may hold secrets.
 */
export function parseYaml<T>(text: string, validate: Validate<T>): { value: T } | { problems: readonly YamlProblem[] } {
  const lines = new LineCounter();
  const lineOf = (offset: number) => lines.linePos(offset).line || 1;
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
    const faults: YAMLError[] = [...document.errors, ...document.warnings];
    if (faults.length > 0) return { problems: faults.map(({ pos, message }) => ({ line: lineOf(pos[0]), message })) };
    const result = validate(document.toJS({ maxAliasCount: MOST_ALIASES }));
    if (!('issues' in result)) return { value: result.value };
    const resolve = (node: unknown) => (isAlias(node) ? node.resolve(document) : node);
    return {
      problems: result.issues.map(({ path, message }) => ({
        line: lineOf(offsetOf(document.contents, path, resolve)),
        message: path.length === 0 ? message : `${pathText(path)}: ${message}`,
      })),
    };
  } catch (error) {
    if (error instanceof ReferenceError) return { problems: [{ line: 1, message: 'too many aliases' }] };
    if (error instanceof RangeError) return { problems: [{ line: 1, message: 'nested too deeply' }] };
    throw error;
  }
}

/** Where the key or item at the end of the path begins, or the last of its parents that is there. */
function offsetOf(root: unknown, path: readonly (string | number)[], resolve: (node: unknown) => unknown): number {
  let node = resolve(root);
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = resolve(pair.value);
    } else if (isSeq(node) && node.items[Number(step)] !== undefined) {
      const item = node.items[Number(step)];
      offset = startOf(item) ?? offset;
      node = resolve(item);
    } else return offset;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

/** `rules[2].harm` */
function pathText(path: readonly (string | number)[]): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}
