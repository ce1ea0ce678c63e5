import { invariant } from '@datamigrate/foundation';

declare const scoped: unique symbol;
declare const wholeService: unique symbol;

/** The organisation whose rows a function may touch. Only `organisationScope` makes one. */
export interface OrganisationScope {
  readonly organisationId: string;
  readonly [scoped]: true;
}

/**
 * For what has no organisation yet or works for all of them: signing in, keys by their secret, the sweep of jobs. Asked for
 * by name, so that every use can be found.
 */
export interface ServiceScope {
  readonly reason: string;
  readonly [wholeService]: true;
}

const issued = new WeakSet<object>();
const issuedToService = new WeakSet<object>();

/** To be called where a caller has been recognised, and nowhere else. */
export function organisationScope(organisationId: string): OrganisationScope {
  invariant(/^org_[0-9a-z]{26}$/.test(organisationId), 'an organisation scope needs the id of an organisation');
  const scope = Object.freeze({ organisationId }) as OrganisationScope;
  issued.add(scope);
  return scope;
}

export function serviceScope(reason: string): ServiceScope {
  const scope = Object.freeze({ reason }) as ServiceScope;
  issuedToService.add(scope);
  return scope;
}

export class ScopeMissingError extends Error {
  override name = 'ScopeMissingError';
}

type ScopedFunctions<S> = Record<string, (scope: S, ...args: never[]) => unknown>;

/** The functions with a check in front: what the types promise holds for callers that got around them, too. */
export function forOrganisation<T extends ScopedFunctions<OrganisationScope>>(functions: T): T {
  return checked(functions, issued, 'organisation');
}

export function forService<T extends ScopedFunctions<ServiceScope>>(functions: T): T {
  return checked(functions, issuedToService, 'service');
}

function checked<T extends object>(functions: T, known: WeakSet<object>, kind: string): T {
  const entries = Object.entries(functions) as [string, (...args: unknown[]) => unknown][];
  const wrapped = entries.map(([name, work]) => [
    name,
    (...args: unknown[]) => {
      const [scope] = args;
      if (typeof scope !== 'object' || scope === null || !known.has(scope)) {
        throw new ScopeMissingError(`${name} was called without a scope of the ${kind}`);
      }
      return work(...args);
    },
  ]);
  return Object.freeze(Object.fromEntries(wrapped)) as T;
}
