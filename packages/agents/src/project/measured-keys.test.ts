import type { Plan } from '@datamigrate/contracts';
import type { ModelSpec, ProjectSpec } from '@datamigrate/dbt-project';
import { loadTemplate } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { ModuleReader } from '../assessment/module-facts.js';
import type { TestOutcome } from '../tester/test-outcome.js';
import { keyCandidates, withMeasuredKeys } from './measured-keys.js';

const VIEW = `CREATE TABLE dbo.Item (ItemId int PRIMARY KEY, Name varchar(9));
CREATE TABLE dbo.Line (OrderId int, Pos int, ItemId int, PRIMARY KEY (OrderId, Pos));
GO
CREATE VIEW dbo.Below AS SELECT OrderId, Pos AS Place, ItemId FROM dbo.Line
GO
CREATE VIEW dbo.V AS SELECT b.OrderId, b.Place, i.Name, i.Name AS tax_code FROM dbo.Below b JOIN dbo.Item i ON i.ItemId = b.ItemId
GO`;

const columns = ['order_id', 'place', 'name', 'tax_code'].map((name) => ({ name }));
const model: ModelSpec = { name: 'v', layer: 'marts', sql: '', columns };
const spec = (own = model): ProjectSpec => ({ name: 'p', target: 'duckdb', sources: [], models: [own] });

function candidates(own = model) {
  const { catalog, database } = loadTemplate([{ name: 'v.sql', text: VIEW }]);
  const planned = { id: 'dbo.V', kind: 'view', models: [{ name: 'v', layer: 'marts' }] };
  const plan = { objects: [planned] } as unknown as Plan;
  const outcome = { models: [{ name: 'v', relation: '"w"."main_marts"."v"' }] } as unknown as TestOutcome;
  return keyCandidates(spec(own), plan, catalog, new ModuleReader(database.binder), outcome);
}

describe('keys that nobody declared', () => {
  it('are looked for among columns that hand on keys, through views, or are called like them', () => {
    const [candidate] = candidates();
    expect(candidate?.question.relation).toEqual(['main_marts', 'v']);
    expect(candidate?.question.sets.slice(0, 4)).toEqual([
      ['order_id'],
      ['place'],
      ['tax_code'],
      ['order_id', 'place'],
    ]);
    expect([...(candidate?.fromKeys ?? [])]).toEqual(['order_id', 'place']);
  });

  it('are not looked for where a key is tested', () => {
    const tests = [{ test: 'unique' }, { test: 'not_null' }];
    expect(candidates({ ...model, columns: [{ name: 'order_id', tests }, ...columns.slice(1)] })).toEqual([]);
  });

  it('are not tested twice where they are proven, and only lack that they have values', () => {
    const unique = { ...model, columns: [{ name: 'order_id', tests: [{ test: 'unique' }] }, ...columns.slice(1)] };
    const answers = [{ rows: 40, unique: [['order_id']] }];
    const [keyed] = withMeasuredKeys(spec(unique), candidates(unique), answers).models;
    expect(keyed?.columns[0]?.tests).toEqual([{ test: 'unique' }, { test: 'not_null', config: { severity: 'warn' } }]);
    const together = { test: 'unique_combination', arguments: { columns: ['order_id', 'place'] } };
    const pair = { ...model, tests: [together] };
    const both = [{ rows: 40, unique: [['order_id', 'place']] }];
    expect(withMeasuredKeys(spec(pair), candidates(), both).models[0]?.tests).toEqual([together]);
  });

  it('become tests that say so and warn', () => {
    const answers = [{ rows: 40, unique: [['order_id', 'place']] }];
    const [keyed] = withMeasuredKeys(spec(), candidates(), answers).models;
    expect(keyed?.description).toBe('One row for each `order_id` and `place`, as measured.');
    expect(keyed?.tests).toEqual([
      {
        test: 'unique_combination',
        description: 'Measured, not declared: it holds for the 40 rows of the migration.',
        config: { severity: 'warn' },
        arguments: { columns: ['order_id', 'place'] },
      },
    ]);
  });

  it('are told where the description says what the model stands for', () => {
    const described = {
      ...spec(),
      models: spec().models.map((each) => ({
        ...each,
        description: 'Sold.\n\nThe view `dbo.v`.\n\nSQL Server leaves open: x.',
      })),
    };
    const [keyed] = withMeasuredKeys(described, candidates(), [{ rows: 40, unique: [['order_id']] }]).models;
    expect(keyed?.description).toBe(
      'Sold.\n\nThe view `dbo.v`. One row for each `order_id`, as measured.\n\nSQL Server leaves open: x.',
    );
  });

  it.each<[string, number, string[][], string[]]>([
    ['a column that is called like one, in many rows', 10, [['tax_code']], ['unique', 'not_null']],
    ['no such column in few rows: that is chance', 9, [['tax_code']], []],
    ['a column of a key in few rows', 2, [['order_id']], ['unique', 'not_null']],
    ['nothing in one row', 1, [['order_id']], []],
    ['nothing that was not found', 50, [], []],
  ])('%s', (_, rows, unique, expected) => {
    const { models } = withMeasuredKeys(spec(), candidates(), [{ rows, unique }]);
    expect(models[0]?.columns.flatMap(({ tests = [] }) => tests.map(({ test }) => test))).toEqual(expected);
  });
});
