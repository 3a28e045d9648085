import { SURFACES } from '@vigie/contracts';
import { HARMS, SEVERITIES, type Severity } from '../harm.ts';
import { type Policy, type ScanRule, type SeverityRule, type SurfaceBudget } from './policy.ts';
import { type Cue } from '../scoring/scoring-model.ts';
import { checked, type Issue, type Reader } from './reader.ts';

const AGES = ['minor', 'adult', 'unknown'] as const;
const CLOCK_UNITS = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * Checks the value of a policy file. Everything that is wrong is said at once, each with the path where it stands;
 * a key that is not known is wrong.
 */
export function parsePolicy(value: unknown): { value: Policy } | { issues: readonly Issue[] } {
  return checked(value, (root): Policy => {
    const policy: Policy = {
      version: root.at('version').text(64),
      alertBudget: root.at('alertBudget').record(HARMS, surfaceBudget),
      severity: root.at('severity').list((rule) => severityRule(rule)),
      clocks: root.at('clocks').record(SEVERITIES, duration),
      scanning: root.optional('scanning')?.list(scanRule, true) ?? [],
      transformerShare: root.optional('transformerShare')?.number(0, 1) ?? 0.02,
    };
    root.noOtherKeys();
    const last = policy.severity.at(-1);
    if (last === undefined || Object.keys(last).length > 1) {
      root.at('severity').wrong('the last rule must have no conditions, so that every flag gets a severity');
    }
    risingClocks(root, policy.clocks);
    return policy;
  });
}

/**
 * The same, held against the model that it is for: a stage that no cue of the model is called, or that is no cue of the
 * harms of its rule, is most likely misspelt, and the rule would never match.
 */
export function parsePolicyFor(value: unknown, cues: readonly Cue[]): ReturnType<typeof parsePolicy> {
  const parsed = parsePolicy(value);
  if ('issues' in parsed) return parsed;
  const issues = parsed.value.severity.flatMap((rule, i) => {
    const fits = (stage: string) =>
      cues.some(({ name, kind }) => name === stage && kind !== 'counter' && (rule.harms?.includes(kind) ?? true));
    const about = rule.harms?.join(' or ') ?? 'any harm';
    return [...new Set(rule.stages?.flat() ?? [])]
      .filter((stage) => !fits(stage))
      .map((stage) => ({
        path: ['severity', i, 'stages'],
        message: `the model knows no stage "${stage}" of ${about}`,
      }));
  });
  return issues.length > 0 ? { issues } : parsed;
}

function surfaceBudget(reader: Reader): SurfaceBudget {
  if (reader.isNumber()) return { default: reader.number(0, 100_000), surfaces: {} };
  const surfaces: Record<string, number> = {};
  for (const surface of SURFACES) {
    const amount = reader.optional(surface)?.number(0, 100_000);
    if (amount !== undefined) surfaces[surface] = amount;
  }
  const budget = { default: reader.at('default').number(0, 100_000), surfaces };
  reader.noOtherKeys();
  return budget;
}

function severityRule(reader: Reader): SeverityRule {
  const rule = {
    severity: reader.at('severity').oneOf(SEVERITIES),
    ...present({
      harms: reader.optional('harms')?.list((item) => item.oneOf(HARMS)),
      stages: reader.optional('stages')?.list((item) => item.list((stage) => stage.text(64))),
      minStages: reader.optional('minStages')?.number(1, 32),
      minScore: reader.optional('minScore')?.number(0, 1),
      actorAge: reader.optional('actorAge')?.list((item) => item.oneOf(AGES)),
      targetAge: reader.optional('targetAge')?.list((item) => item.oneOf(AGES)),
      surfaces: reader.optional('surfaces')?.list((item) => item.oneOf(SURFACES)),
    }),
  };
  reader.noOtherKeys();
  return rule;
}

function scanRule(reader: Reader): ScanRule {
  const rule = {
    scan: reader.at('scan').flag(),
    reason: reader.at('reason').text(500),
    ...present({
      tenants: reader.optional('tenants')?.list((item) => item.text(128)),
      countries: reader.optional('countries')?.list((item) => item.country()),
      surfaces: reader.optional('surfaces')?.list((item) => item.oneOf(SURFACES)),
    }),
  };
  reader.noOtherKeys();
  return rule;
}

/** "15min", "1h", "3d" → milliseconds. */
function duration(reader: Reader): number {
  const match = /^(\d{1,6})(s|min|h|d)$/.exec(reader.text(16));
  if (match === null) {
    reader.wrong('is a duration such as 15min, 8h or 3d');
    return 0;
  }
  return Number(match[1]) * CLOCK_UNITS[match[2] as keyof typeof CLOCK_UNITS];
}

function risingClocks(root: Reader, clocks: Readonly<Record<Severity, number>>): void {
  SEVERITIES.slice(1).forEach((severity, i) => {
    const worse = SEVERITIES[i]!;
    if (clocks[severity] < clocks[worse]) {
      root.at('clocks').at(severity).wrong(`must not be shorter than the clock of ${worse}`);
    }
  });
}

function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
