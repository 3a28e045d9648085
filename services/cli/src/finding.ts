import { reason } from './cli-error.ts';

/** One thing that was looked at: what is well, or what is wrong and what to do. */
export interface Finding {
  readonly ok: boolean;
  readonly text: string;
}

export const well = (text: string): Finding => ({ ok: true, text });
export const wrong = (text: string): Finding => ({ ok: false, text });

/** What `work` finds; that it cannot be done is a finding too. */
export async function orWrong(what: string, work: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await work();
  } catch (error) {
    return [wrong(`${what}${reason(error)}`)];
  }
}
