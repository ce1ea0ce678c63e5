import type { Plan } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { objectFingerprints } from './plan-fingerprint.js';
import { planOrder } from './plan-order.js';

function planOf(dependencies: Readonly<Record<string, readonly string[]>>): Plan {
  const objects = Object.entries(dependencies).map(([id, dependsOn]) => ({
    id,
    kind: 'view' as const,
    class: 'model' as const,
    action: 'convert' as const,
    models: [],
    dependsOn: [...dependsOn],
  }));
  return { schemaVersion: 1, target: 'duckdb', project: 'p', objects };
}

it.each([
  [{ c: ['b'], b: ['a'], a: [] }, 'a b c', []],
  [{ a: [], b: [], c: ['a'] }, 'a b c', []],
  [{ a: ['a', 'elsewhere'] }, 'a', []],
  [{ d: ['b', 'c'], b: ['a'], c: ['a'], a: [] }, 'a b c d', []],
  [{ a: ['b'], b: ['c'], c: ['b'] }, 'c b a', [['b', 'c', 'b']]],
  [{ a: ['b'], b: ['a'] }, 'b a', [['a', 'b', 'a']]],
])('%j in the order %s', (dependencies, order, cycles) => {
  const { objects, cycles: found } = planOrder(planOf(dependencies));
  expect(objects.map(({ id }) => id).join(' ')).toBe(order);
  expect(found).toEqual(cycles);
});

it('follows a chain that is longer than the call stack', () => {
  const chain = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, i) => [`v${i}`, i < 19_999 ? [`v${i + 1}`] : []]),
  );
  expect(planOrder(planOf(chain)).objects[0]?.id).toBe('v19999');
});

it('an edit concerns the object and all that depend on it', () => {
  const plan = planOf({ a: [], b: ['a'], c: ['b'], d: [] });
  const edited = { ...plan, objects: plan.objects.map((o) => (o.id === 'b' ? { ...o, reason: 'edited' } : o)) };
  const [before, after] = [objectFingerprints(plan), objectFingerprints(edited)];
  expect([...before].filter(([id, value]) => after.get(id) !== value).map(([id]) => id)).toEqual(['b', 'c']);
});
