import { describeError } from '../telemetry/describe-error.ts';

/** Resolves to why the part is not well, in words without content, or to undefined when it is. */
export type Check = () => Promise<string | undefined> | string | undefined;

export interface HealthReport {
  readonly ok: boolean;
  /** `ok` or the reason, by the name of the check. */
  readonly checks: Readonly<Record<string, string>>;
}

export interface HealthOptions {
  /** Milliseconds after which a check that has not answered counts as failing. Default 2,000. */
  readonly timeoutMs?: number;
}

/**
 * Two questions that an orchestrator asks: must this process be restarted (live), and may it get work (ready)? A check
 * belongs to `live` only if a restart would help; that Kafka or Redis is away is a matter of `ready`.
 */
export class Health {
  readonly #live = new Map<string, Check>();
  readonly #ready = new Map<string, Check>();
  readonly #timeoutMs: number;
  #closing = false;

  constructor({ timeoutMs = 2_000 }: HealthOptions = {}) {
    this.#timeoutMs = timeoutMs;
  }

  addLive(name: string, check: Check): this {
    this.#live.set(name, check);
    return this;
  }

  addReady(name: string, check: Check): this {
    this.#ready.set(name, check);
    return this;
  }

  /** From now on not ready, so that no new work comes while the running is finished. */
  startClosing(): void {
    this.#closing = true;
  }

  live(): Promise<HealthReport> {
    return this.#report(this.#live);
  }

  async ready(): Promise<HealthReport> {
    if (this.#closing) return { ok: false, checks: { shutdown: 'the process is closing' } };
    return this.#report(new Map([...this.#live, ...this.#ready]));
  }

  async #report(checks: ReadonlyMap<string, Check>): Promise<HealthReport> {
    const answers = await Promise.all(
      [...checks].map(async ([name, check]) => [name, await this.#answer(check)] as const),
    );
    return {
      ok: answers.every(([, reason]) => reason === undefined),
      checks: Object.fromEntries(answers.map(([name, reason]) => [name, reason ?? 'ok'])),
    };
  }

  async #answer(check: Check): Promise<string | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(resolve, this.#timeoutMs, `no answer within ${this.#timeoutMs} ms`);
    });
    try {
      return await Promise.race([check(), late]);
    } catch (error) {
      const { name, code, message } = describeError(error);
      return message ?? [name, code].filter(Boolean).join(' ');
    } finally {
      clearTimeout(timer);
    }
  }
}
