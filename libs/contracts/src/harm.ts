/** The crimes that Vigie looks for, in the order in which models and states number them. */
export const HARMS = ['grooming', 'extortion', 'violence'] as const;
export type Harm = (typeof HARMS)[number];

export function isHarm(value: string): value is Harm {
  return (HARMS as readonly string[]).includes(value);
}

/** From worst to weakest; see docs/architecture.md for what each means. */
export const SEVERITIES = ['S0', 'S1', 'S2', 'S3'] as const;
export type Severity = (typeof SEVERITIES)[number];
