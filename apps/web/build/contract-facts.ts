import * as contracts from '@datamigrate/contracts';
import { API_PREFIX, apiRoutes, type Route } from '@datamigrate/contracts';
import type { Plugin } from 'vite';

const NAME = '@datamigrate/contracts';
const ID = '\0contract-facts';

/** What a client needs of a route: no schemas, so no schema library in the browser. */
function factsOf({ method, path, medium, status, multipart, idempotent, access }: Route): Partial<Route> {
  return { method, path, medium, status, access, ...(multipart && { multipart }), ...(idempotent && { idempotent }) };
}

function isPlain(value: unknown): boolean {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return !('_zod' in value) && Object.values(value).every(isPlain);
}

/**
 * The route table and the plain constants of the contracts, taken from the package when the app is built. Types come from
 * the package itself; the schemas stay outside, importing one here is a build error.
 */
export function contractFacts(): Plugin {
  const routes = Object.fromEntries(Object.entries(apiRoutes).map(([name, route]) => [name, factsOf(route)]));
  const plain = Object.entries(contracts).filter(([, value]) => isPlain(value));
  const facts = { ...Object.fromEntries(plain), API_PREFIX, apiRoutes: routes };
  return {
    name: 'contract-facts',
    enforce: 'pre',
    resolveId: (source) => (source === NAME ? ID : null),
    load: (id) =>
      id === ID
        ? Object.entries(facts)
            .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
            .join('\n')
        : null,
  };
}
