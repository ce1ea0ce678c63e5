import { expect, it } from 'vitest';
import { apiRoutes, KEY_SCOPES, PROBLEMS, ROLE_SCOPES, type Route, routePath, SCOPES } from './index.js';

const routes: [string, Route][] = Object.entries(apiRoutes);

it('names each operation after its key, each address once', () => {
  expect(routes.filter(([name, { operationId }]) => name !== operationId)).toEqual([]);
  const addresses = routes.map(([, { method, path }]) => `${method} ${path.replace(/:\w+/g, ':')}`);
  expect(new Set(addresses).size).toBe(addresses.length);
});

it.each(routes)('%s declares the parameters of its path, and its problems', (_, route) => {
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  expect(Object.keys(route.params?.shape ?? {})).toEqual(inPath);
  expect(route.problems.filter((code) => !(code in PROBLEMS))).toEqual([]);
  expect(route.status === 204).toBe(route.medium === 'none');
  expect(route.method === 'GET' && route.body !== undefined).toBe(false);
});

it('gives each role what the one below it may do, and keys nothing that no role has', () => {
  expect(ROLE_SCOPES.owner).toEqual(SCOPES);
  for (const [more, less] of [
    ['owner', 'admin'],
    ['admin', 'engineer'],
    ['engineer', 'viewer'],
  ] as const) {
    expect(ROLE_SCOPES[more]).toEqual(expect.arrayContaining([...ROLE_SCOPES[less]]));
  }
  expect(SCOPES).toEqual(expect.arrayContaining([...KEY_SCOPES]));
  for (const [, { access }] of routes) expect(['public', 'session', ...SCOPES]).toContain(access);
});

it('fills parameters in', () => {
  const path = routePath(apiRoutes.getObject, { migrationId: 'mig_1', object: 'dbo.[a/b] c' });
  expect(path).toBe('/api/v1/migrations/mig_1/objects/dbo.%5Ba%2Fb%5D%20c');
});
