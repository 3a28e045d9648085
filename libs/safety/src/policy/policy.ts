import { type ChatEvent, type Surface } from '@vigie/contracts';
import { type Harm, type Severity } from '../harm.ts';
import { type AgeGroup } from '../scoring/track-features.ts';

/** What a platform decides: one YAML file (deploy/policy.yaml), checked by `parsePolicy`. */
export interface Policy {
  /** As flags carry it. */
  readonly version: string;
  /** Alerts per 100,000 messages that the reviewers can take, per harm and surface. */
  readonly alertBudget: Readonly<Record<Harm, SurfaceBudget>>;
  /** In order; the first rule that matches a flag gives its severity. The last one has no conditions. */
  readonly severity: readonly SeverityRule[];
  /** Milliseconds until a person has to have looked. */
  readonly clocks: Readonly<Record<Severity, number>>;
  /** In order; the first rule that matches an event says whether it may be scanned. None: it may. */
  readonly scanning: readonly ScanRule[];
  /** Share of messages, 0 to 1, that may go to the transformer. */
  readonly transformerShare: number;
}

export interface SurfaceBudget {
  readonly default: number;
  readonly surfaces: Readonly<Partial<Record<Surface, number>>>;
}

export interface SeverityRule {
  readonly severity: Severity;
  /** Absent conditions hold for everything. */
  readonly harms?: readonly Harm[];
  /** Each inner list: at least one of these stages was seen. All lists must hold. */
  readonly stages?: readonly (readonly string[])[];
  /** At least so many different stages. */
  readonly minStages?: number;
  readonly minScore?: number;
  readonly actorAge?: readonly AgeGroup[];
  readonly targetAge?: readonly AgeGroup[];
  readonly surfaces?: readonly Surface[];
}

export interface ScanRule {
  readonly scan: boolean;
  /** Absent conditions hold for everything. */
  readonly tenants?: readonly string[];
  readonly countries?: readonly string[];
  readonly surfaces?: readonly Surface[];
  /** Why, for the people who ask later: the law, the contract. */
  readonly reason: string;
}

/** The legal switch (G7): what may not be scanned is counted and passed over, neither scored nor stored. */
export function mayScan(policy: Policy, event: Pick<ChatEvent, 'tenantId' | 'country' | 'surface'>): boolean {
  for (const rule of policy.scanning) {
    if (rule.tenants !== undefined && !rule.tenants.includes(event.tenantId)) continue;
    if (rule.countries !== undefined && !rule.countries.includes(event.country)) continue;
    if (rule.surfaces !== undefined && !rule.surfaces.includes(event.surface)) continue;
    return rule.scan;
  }
  return true;
}

export interface Suspicion {
  readonly harm: Harm;
  readonly score: number;
  readonly stages: readonly string[];
  readonly actorAge: AgeGroup;
  readonly targetAge: AgeGroup;
  readonly surface: Surface;
}

export function severityOf(policy: Policy, suspicion: Suspicion): Severity {
  return policy.severity.find((rule) => matches(rule, suspicion))?.severity ?? 'S3';
}

function matches(rule: SeverityRule, suspicion: Suspicion): boolean {
  return (
    (rule.harms?.includes(suspicion.harm) ?? true) &&
    (rule.stages?.every((anyOf) => anyOf.some((stage) => suspicion.stages.includes(stage))) ?? true) &&
    suspicion.stages.length >= (rule.minStages ?? 0) &&
    suspicion.score >= (rule.minScore ?? 0) &&
    (rule.actorAge?.includes(suspicion.actorAge) ?? true) &&
    (rule.targetAge?.includes(suspicion.targetAge) ?? true) &&
    (rule.surfaces?.includes(suspicion.surface) ?? true)
  );
}
