export const ROLES = ['reviewer', 'lead', 'auditor', 'operator', 'platform'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks. */
export interface Principal {
  readonly userId: string;
  readonly roles: readonly Role[];
  /** Tenants whose cases they may see; `*`: all. */
  readonly tenants: readonly string[];
}

export function seesTenant(principal: Principal, tenantId: string): boolean {
  return principal.tenants.includes('*') || principal.tenants.includes(tenantId);
}

/** The same person with the same rights. */
export function isSamePrincipal(a: Principal, b: Principal): boolean {
  const facts = ({ userId, roles, tenants }: Principal) => JSON.stringify([userId, roles, tenants]);
  return facts(a) === facts(b);
}

/** The tenants to look for: those asked for and allowed; `undefined` when neither limits. */
export function visibleTenants(
  principal: Principal,
  asked: readonly string[] | undefined,
): readonly string[] | undefined {
  if (principal.tenants.includes('*')) return asked;
  return asked === undefined ? principal.tenants : asked.filter((tenant) => principal.tenants.includes(tenant));
}
