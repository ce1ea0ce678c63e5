import { expect, it } from 'vitest';
import { planSchema } from './documents/plan.js';
import { scenarioSchema } from './documents/scenario.js';
import { readDocument } from './read-document.js';

it('returns the typed document', () => {
  const scenario = { steps: [{ exec: 'EXEC dbo.Load' }], targets: ['dbo.T'] };
  expect(readDocument(scenarioSchema, scenario)).toEqual({ ok: true, value: scenario });
});

it.each([
  [{ steps: [{ exce: 'EXEC dbo.Load' }], targets: [] }, ['steps[0]: unrecognized key: "exce"']],
  [{ steps: 'EXEC dbo.Load' }, ['steps: invalid input: expected array, received string', /^targets: /]],
  ['EXEC dbo.Load', [/^the document: /]],
])('names the place of each fault in %j', (value, problems) => {
  const read = readDocument(scenarioSchema, value);
  expect(read.ok).toBe(false);
  expect(read.ok ? [] : read.error).toEqual(problems.map((p) => (p instanceof RegExp ? expect.stringMatching(p) : p)));
});

it('accepts an edited plan and refuses a misspelt action', () => {
  const object = {
    id: 'dbo.LoadCustomer',
    kind: 'procedure',
    class: 'model',
    action: 'convert',
    models: [
      { name: 'dim_customer', layer: 'marts', folder: 'marts', materialized: 'table', table: 'dbo.DimCustomer' },
    ],
    dependsOn: [],
  };
  const plan = { schemaVersion: 1, target: 'duckdb', project: 'shop', objects: [object] };
  expect(readDocument(planSchema, plan).ok).toBe(true);
  const wrong = readDocument(planSchema, { ...plan, objects: [{ ...object, action: 'konvert' }] });
  expect(wrong.ok ? [] : wrong.error).toEqual([expect.stringMatching(/^objects\[0\]\.action: .*convert/)]);
});
