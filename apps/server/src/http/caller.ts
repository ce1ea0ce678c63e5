import { type KeyScope, ROLE_SCOPES, type Role, type Scope } from '@datamigrate/contracts';
import type { OrganisationScope } from '@datamigrate/store';

export interface Plan {
  readonly name: string;
  readonly title: string;
  readonly monthlyCents: number;
  readonly migrationsPerMonth: number | null;
  readonly requestsPerHour: number;
  readonly concurrentMigrations: number;
  readonly migrationCents: number;
  readonly modelCents: number;
}

interface Person {
  readonly kind: 'user';
  /** The user's. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly sessionId: string;
  readonly organisationId: string;
  readonly role: Role;
  readonly scope: OrganisationScope;
}

interface Key {
  readonly kind: 'key';
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly createdBy: string | null;
  readonly plan: Plan;
  readonly scope: OrganisationScope;
}

/** Who calls: a person with a session, or a program with a key. Both work in one organisation. */
export type Caller = Person | Key;

export function may(caller: Caller, scope: Scope): boolean {
  const granted: readonly Scope[] = caller.kind === 'user' ? ROLE_SCOPES[caller.role] : caller.scopes;
  return granted.includes(scope);
}

/** The person that stands behind what is made. */
export function personOf(caller: Caller): string | null {
  return caller.kind === 'user' ? caller.id : caller.createdBy;
}
