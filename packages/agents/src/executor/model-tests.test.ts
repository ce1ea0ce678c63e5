import { CatalogIndex, type Column, emptyCatalog, plain } from '@datamigrate/catalog';
import type { Rel } from '@datamigrate/relational';
import { describe, expect, it } from 'vitest';
import type { ExecutorInputs } from './execute-object.js';
import { modelTests } from './model-tests.js';

const column = (name: string): unknown => ({ kind: 'column', relation: 't', name });

/** A query whose columns are those of one relation; `!` behind a name: never NULL. */
function query(columns: readonly string[], group: readonly string[] = []): { query: Rel.RelQuery; names: string[] } {
  const names = columns.map((name) => name.replace('!', ''));
  const made = {
    kind: 'select',
    ctes: [],
    columns: columns.map((name, i) => ({ name: names[i], nullable: !name.endsWith('!') })),
    select: names.map((name) => ({ expression: column(name) })),
    ...(group.length > 0 ? { groupBy: { sets: [[]], keys: group.map(column) } } : {}),
  };
  return { query: made as unknown as Rel.RelQuery, names };
}

describe('tests of a query', () => {
  it.each<[string, readonly string[], readonly string[], Record<string, readonly string[]>]>([
    ['one column stands for all that are handed on', ['a', 'b!', 'c!'], [], { b: ['not_null'] }],
    ['rather one like a key', ['name!', 'order_id!', 'line_no!'], [], { order_id: ['not_null'] }],
    ['none where each may be NULL', ['a', 'b'], [], {}],
    ['the key of a grouping', ['place!', 'total!'], ['place'], { place: ['unique', 'not_null'] }],
    ['a key that may be NULL', ['place', 'total!'], ['place'], { place: ['unique'] }],
    [
      'a key of two columns',
      ['place!', 'day!', 'total!'],
      ['place', 'day'],
      { place: ['not_null'], day: ['not_null'] },
    ],
  ])('%s', (_, columns, group, expected) => {
    const { query: made, names } = query(columns, group);
    const tests = modelTests({ catalog: {}, names: {} } as unknown as ExecutorInputs, made, undefined, names);
    const stated = [...tests.columns].map(([name, own]) => [name, own.map(({ test }) => test)]);
    expect(Object.fromEntries(stated)).toEqual(expected);
    expect(tests.model).toHaveLength(group.length > 1 ? 1 : 0);
  });
});

describe('tests of a table that a procedure fills', () => {
  const columns: readonly Column[] = [
    { name: 'Id', type: plain('int'), nullable: false },
    { name: 'Amount', type: plain('int'), nullable: false },
    { name: 'Rest', type: plain('int'), nullable: true },
    { name: 'Total', type: plain('int'), nullable: false },
  ];
  const none = { uniqueKeys: [], indexes: [], foreignKeys: [], checks: [] };
  const target = { ...none, schema: 'dbo', name: 'Sale', columns, primaryKey: { columns: ['Id'] } };
  const staged = {
    ...target,
    name: 'Staged',
    columns: columns.map((each) => ({ ...each, nullable: each.name !== 'Total' })),
  };
  const catalog = new CatalogIndex({ ...emptyCatalog({ name: 'Shop' }), tables: [target, staged] });
  const names = { columnsOf: (table: typeof target) => table.columns.map(({ name }) => name.toLowerCase()) };

  it('ask for values where the column allows no NULL and the value may be one', () => {
    const from = { kind: 'object', object: { schema: 'dbo', name: 'Staged' }, alias: 't' };
    const { query: made, names: own } = query(['id', 'amount', 'rest', 'total']);
    const inputs = { catalog, names } as unknown as ExecutorInputs;
    const tests = modelTests(inputs, { ...made, from } as Rel.RelQuery, target, own);
    const stated = [...tests.columns].map(([name, each]) => [name, each.map(({ test }) => test)]);
    expect(Object.fromEntries(stated)).toEqual({ id: ['unique', 'not_null'], amount: ['not_null'] });
  });
});
