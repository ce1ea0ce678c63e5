import { afterAll, expect, it } from 'vitest';
import { organisationScope, ScopeMissingError, serviceScope } from './scope.js';
import { openStore, type Repositories } from './store.js';
import { sealer } from './testing/stores.js';

const opened = await openStore({ kind: 'memory' }, sealer);
if (!opened.ok) throw new Error(opened.error.message);
const store = opened.value;
afterAll(() => store.close());

type Groups = keyof Repositories;
const SERVICE_GROUPS: readonly Groups[] = ['identity', 'limits', 'jobs'];
const functions = Object.entries(store).flatMap(([group, members]) =>
  typeof members === 'object' && group !== 'queue'
    ? Object.entries(members as Record<string, (...args: unknown[]) => unknown>).map(
        ([name, work]) => [`${group}.${name}`, group, work] as const,
      )
    : [],
);

it('finds the repository functions', () => {
  expect(functions.length).toBeGreaterThan(70);
  expect(new Set(functions.map(([, group]) => group)).size).toBe(15);
});

const real = organisationScope('org_00000000000000000000000000');
const service = serviceScope('test');

it.each(functions)('%s cannot be called without its scope', (_, group, work) => {
  const ofService = SERVICE_GROUPS.includes(group as Groups);
  const wrong = [
    undefined,
    null,
    'org_00000000000000000000000000',
    { ...real },
    { ...service },
    ofService ? real : service,
  ];
  for (const scope of wrong) expect(() => work(scope, 'x', 'x')).toThrow(ScopeMissingError);
});

it('makes no scope of anything but an id', () => {
  for (const wrong of ['', 'org_', '%', "org_' OR 1=1"]) expect(() => organisationScope(wrong)).toThrow();
});

/** What the types promise. Never called: it is compiled, and each line must be an error. */
export function compiledOnly(): void {
  // @ts-expect-error no scope
  void store.projects.find('prj_1');
  // @ts-expect-error a scope that nobody issued
  void store.projects.find({ organisationId: 'org_1' }, 'prj_1');
  // @ts-expect-error the scope of the service is none of an organisation
  void store.projects.find(service, 'prj_1');
  // @ts-expect-error and the other way round
  void store.identity.findUser(real, 'usr_1');
}
