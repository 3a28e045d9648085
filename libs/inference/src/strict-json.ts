import { BundleError } from './bundle-error.ts';

/**
 * Reads parsed JSON field by field and refuses what it does not expect: missing or unknown keys, other types. Every
 * complaint names the file and the path within it.
 */
export class StrictJson {
  readonly value: unknown;
  readonly path: string;

  constructor(value: unknown, path: string) {
    this.value = value;
    this.path = path;
  }

  static parse(text: string, file: string): StrictJson {
    try {
      return new StrictJson(JSON.parse(text), file);
    } catch (cause) {
      throw new BundleError('bundle-invalid', `${file} is not JSON.`, { cause });
    }
  }

  /** The fields of an object that has exactly these keys. */
  fields<K extends string>(keys: readonly K[]): Record<K, StrictJson> {
    const entries = this.entries();
    const unknown = entries.find(([key]) => !(keys as readonly string[]).includes(key));
    if (unknown !== undefined) throw this.wrong(`has an unknown key "${unknown[0]}"`);
    const found = Object.fromEntries(entries);
    const missing = keys.find((key) => found[key] === undefined);
    if (missing !== undefined) throw this.wrong(`lacks "${missing}"`);
    return found as Record<K, StrictJson>;
  }

  entries(): [string, StrictJson][] {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.wrong('must be an object');
    return Object.entries(value).map(([key, inner]) => [key, new StrictJson(inner, `${this.path} → ${key}`)]);
  }

  list<T>(read: (item: StrictJson) => T): T[] {
    if (!Array.isArray(this.value)) throw this.wrong('must be a list');
    return this.value.map((item, i) => read(new StrictJson(item, `${this.path} → ${i}`)));
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.wrong('must be a text');
    return this.value;
  }

  number(): number {
    if (typeof this.value !== 'number' || !Number.isFinite(this.value)) throw this.wrong('must be a number');
    return this.value;
  }

  count(most = Number.MAX_SAFE_INTEGER): number {
    const value = this.number();
    if (!Number.isSafeInteger(value) || value < 0) throw this.wrong('must be a whole number');
    if (value > most) throw this.wrong(`must not be above ${most}`);
    return value;
  }

  exactly<T extends string | null>(expected: T): T {
    if (this.value !== expected) throw this.wrong(`must be ${JSON.stringify(expected)}`);
    return expected;
  }

  wrong(what: string): BundleError {
    return new BundleError('bundle-invalid', `${this.path} ${what}.`);
  }
}
