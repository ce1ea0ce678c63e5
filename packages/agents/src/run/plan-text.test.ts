import { type Plan, planSchema } from '@datamigrate/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planFingerprint } from './plan-fingerprint.js';
import { describeProblems } from './plan-problem.js';
import { planText } from './plan-text.js';
import { readPlanText } from './read-plan-text.js';

const PLAN: Plan = {
  schemaVersion: 1,
  target: 'duckdb',
  project: 'shop',
  objects: [
    {
      id: 'dbo.Orders',
      kind: 'table',
      class: 'source',
      action: 'source',
      models: [],
      dependsOn: [],
    },
    {
      id: 'dw.LoadOrders',
      kind: 'procedure',
      class: 'incremental',
      action: 'convert',
      reason: 'yes',
      models: [
        { name: 'orders', layer: 'marts', folder: 'marts/sales', materialized: 'incremental', table: 'dw.Orders' },
      ],
      dependsOn: ['dbo.Orders'],
    },
  ],
};

it('is readable', () => {
  expect(planText(PLAN)).toMatchSnapshot();
});

describe('reads what it wrote', () => {
  const text = fc.oneof(
    fc.constantFrom('no', 'on', '1.10', '0x1F', '~', '', '- a', '#', 'a: b', '2024-01-01', '1_000', '\u2028', '\ud800'),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme-composite' }),
  );
  const objects = fc.array(fc.record({ id: text, reason: text, dependsOn: fc.array(text), model: text, table: text }), {
    maxLength: 4,
  });

  it('for any text', () => {
    fc.assert(
      fc.property(text, objects, (project, rows) => {
        const plan: Plan = {
          ...PLAN,
          project,
          objects: rows.map(({ id, reason, dependsOn, model, table }) => ({
            id,
            kind: 'view',
            class: 'model',
            action: 'convert',
            reason,
            models: [{ name: model, layer: 'marts', folder: '', materialized: 'view', table }],
            dependsOn,
          })),
        };
        const read = readPlanText(planText(plan));
        expect(read).toEqual({ ok: true, value: plan });
        expect(read.ok && planFingerprint(read.value)).toBe(planFingerprint(plan));
      }),
      { numRuns: 300, seed: 20260721 },
    );
  });
});

it('takes edits over', () => {
  const edited = planText(PLAN).replace('materialized: incremental', 'materialized: table # for now');
  const read = readPlanText(edited, PLAN);
  expect(read.ok && read.value.objects[1]?.models[0]?.materialized).toBe('table');
  expect(read.ok && planFingerprint(read.value)).not.toBe(planFingerprint(PLAN));
});

it('does not see comments and layout', () => {
  const read = readPlanText(JSON.stringify(planSchema.parse(PLAN)), PLAN);
  expect(read.ok && planFingerprint(read.value)).toBe(planFingerprint(PLAN));
});

it.each([
  ['action: convert', 'action: covert', 'line 26, objects[2].action (dw.LoadOrders): invalid option'],
  ['layer: marts', 'layers: marts', 'line 29, objects[2].models[1].layer (dw.LoadOrders): invalid input'],
  ['id: dw.LoadOrders', 'id: dw.LoadOrder', 'there is no object dw.LoadOrder (did you mean dw.LoadOrders?)'],
  ['id: dw.LoadOrders', 'id: dbo.Orders', 'objects[2].id (dbo.Orders): dbo.Orders stands in the plan twice'],
  [
    '[dbo.Orders]',
    '[dbo.Order]',
    'line 34, objects[2].dependsOn[1] (dw.LoadOrders): there is no object dbo.Order (did',
  ],
  ['kind: procedure', 'kind: view', 'objects[2].kind (dw.LoadOrders): it must stay procedure'],
  ['project: shop', 'project: [shop', 'it is not YAML: '],
  ['project: shop', 'project: shop\nproject: shop', 'it is not YAML: map keys must be unique'],
  ['schemaVersion: 1', 'schemaVersion: 2', 'line 12, schemaVersion: invalid input'],
])('names line and field of a fault: %s → %s', (from, to, expected) => {
  const text = planText(PLAN);
  expect(text).toContain(from);
  const read = readPlanText(text.replace(from, to), PLAN);
  expect(read.ok ? '' : describeProblems(read.error)).toContain(expected);
});

it('misses objects that were taken out', () => {
  const read = readPlanText(planText({ ...PLAN, objects: PLAN.objects.slice(0, 1) }), PLAN);
  expect(read.ok ? '' : describeProblems(read.error)).toBe('dw.LoadOrders is missing; set its action to skip instead');
});

it.each(['', '42', '- a', '*x', 'a: &a [*a, *a]', '!!binary x', '\u0000', '%YAML 9.9'])('refuses %j', (text) => {
  expect(readPlanText(text, PLAN).ok).toBe(false);
});
