/** What is wrong with a value, and where. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Reads a value with `read` and gives either its result or everything that was wrong. */
export function checked<T>(value: unknown, read: (root: Reader) => T): { value: T } | { issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const result = read(new Reader(value, [], issues));
  return issues.length > 0 ? { issues } : { value: result };
}

/**
 * Walks through a value from a file. A read that fails notes an issue and gives a harmless stand-in, so that one pass
 * finds everything; the stand-ins never leave `checked`.
 */
export class Reader {
  private readonly used = new Set<string>();
  private readonly children = new Map<string, Reader>();

  constructor(
    private readonly value: unknown,
    private readonly path: readonly (string | number)[],
    private readonly issues: Issue[],
  ) {}

  wrong(message: string): void {
    this.issues.push({ path: this.path, message });
  }

  at(key: string): Reader {
    const reader = this.optional(key);
    if (reader !== undefined) return reader;
    if (this.isObject()) this.wrong(`lacks the key "${key}"`);
    return new Reader(undefined, [...this.path, key], []);
  }

  optional(key: string): Reader | undefined {
    this.used.add(key);
    if (!this.isObject() || !Object.hasOwn(this.value as object, key)) return undefined;
    let child = this.children.get(key);
    if (child === undefined) {
      child = new Reader((this.value as Record<string, unknown>)[key], [...this.path, key], this.issues);
      this.children.set(key, child);
    }
    return child;
  }

  /** To be called last: every key that nobody asked for is refused. */
  noOtherKeys(): void {
    if (!this.isObject()) return this.wrong('must be a mapping');
    for (const key of Object.keys(this.value as object)) {
      if (!this.used.has(key)) this.issues.push({ path: [...this.path, key], message: `unknown key "${key}"` });
    }
  }

  record<K extends string, T>(keys: readonly K[], read: (reader: Reader) => T): Record<K, T> {
    const result = Object.fromEntries(keys.map((key) => [key, read(this.at(key))])) as Record<K, T>;
    this.noOtherKeys();
    return result;
  }

  /** An empty list of conditions would match nothing, which nobody means: refused unless `mayBeEmpty`. */
  list<T>(read: (item: Reader) => T, mayBeEmpty = false): T[] {
    if (!Array.isArray(this.value) || (this.value.length === 0 && !mayBeEmpty)) {
      this.wrong(mayBeEmpty ? 'must be a list' : 'must be a list of at least one');
      return [];
    }
    return this.value.map((item, i) => read(new Reader(item, [...this.path, i], this.issues)));
  }

  text(longest: number): string {
    if (typeof this.value === 'string' && this.value.length > 0 && this.value.length <= longest) return this.value;
    this.wrong(`must be a text of 1 to ${longest} characters`);
    return '';
  }

  isNumber(): boolean {
    return typeof this.value === 'number';
  }

  number(least: number, most: number): number {
    if (typeof this.value === 'number' && this.value >= least && this.value <= most) return this.value;
    this.wrong(`must be a number from ${least} to ${most}`);
    return least;
  }

  flag(): boolean {
    if (typeof this.value !== 'boolean') this.wrong('must be true or false');
    return this.value === true;
  }

  oneOf<T extends string>(choices: readonly T[]): T {
    if ((choices as readonly unknown[]).includes(this.value)) return this.value as T;
    this.wrong(`must be one of ${choices.join(', ')}`);
    return choices[0] as T;
  }

  country(): string {
    if (typeof this.value === 'string' && /^[A-Z]{2}$/.test(this.value)) return this.value;
    this.wrong('must be a country of two capital letters (ISO 3166-1)');
    return '';
  }

  private isObject(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }
}
