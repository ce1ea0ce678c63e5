import { plain, string, type Table } from '@datamigrate/catalog';
import { describe, expect, it } from 'vitest';
import { type CatalogTestContext, catalogTests, checkedLiterals } from './catalog-tests.js';

const TABLE: Table = {
  schema: 'dbo',
  name: 'Order',
  columns: [
    { name: 'Id', type: plain('int'), nullable: false },
    { name: 'Country', type: string('char', 3), nullable: false },
    { name: 'Status', type: string('char', 2), nullable: true },
    { name: 'Note', type: string('varchar', 9), nullable: false },
    { name: 'Shape', type: plain('geometry'), nullable: false },
  ],
  primaryKey: { columns: ['Id'] },
  uniqueKeys: [{ columns: ['ID'] }, { columns: ['Country', 'Status'] }, { columns: ['Id', 'Shape'] }],
  indexes: [
    { name: 'a', columns: ['Status', 'Country'], included: [], unique: true },
    { name: 'b', columns: ['Note'], included: [], unique: true, filter: '[Note] IS NOT NULL' },
    { name: 'c', columns: ['Note'], included: [], unique: false },
  ],
  foreignKeys: [
    {
      columns: ['Country'],
      references: { schema: 'dbo', name: 'Country' },
      referencedColumns: ['Code'],
      trusted: true,
    },
    { columns: ['Shape'], references: { schema: 'dbo', name: 'Shape' }, referencedColumns: ['Id'], trusted: true },
  ],
  checks: [
    { definition: "[Status] IN ('A', 'BB')" },
    { definition: "[Note] = '{{ x }}'" },
    { definition: "[Id] = '1'" },
  ],
};

const CONTEXT: CatalogTestContext = {
  columnName: (name) => name.toLowerCase(),
  isPresent: (name) => name !== 'Shape',
  referenced: () => ({ relation: "ref('country')", columnName: (name) => name.toLowerCase() }),
};

const tests = (more: Partial<CatalogTestContext> = {}) => {
  const { columns, table } = catalogTests(TABLE, { ...CONTEXT, ...more });
  return { ...Object.fromEntries(columns), table };
};

describe('tests from the catalog', () => {
  it('state each constraint once, not_null for keys only, nothing for what is not landed', () => {
    const warn = { config: { severity: 'warn' } };
    expect(tests()).toEqual({
      Id: [{ test: 'unique' }, { test: 'not_null' }],
      Country: [
        { test: 'not_null' },
        { test: 'relationships', arguments: { to: "ref('country')", field: 'code' }, ...warn },
      ],
      Status: [{ test: 'accepted_values', arguments: { values: ['A ', 'BB'] }, ...warn }],
      table: [{ test: 'unique_combination', arguments: { columns: ['country', 'status'] } }],
    });
  });

  it('fail instead of warning where the spelling is proven', () => {
    const proven = JSON.stringify(tests({ spelledAlike: (_table, column) => column === 'Country' }));
    expect(proven).toContain('"field":"code"}}');
    expect(proven.match(/warn/g)).toHaveLength(1);
  });

  it('leave out relations that the project does not have', () => {
    expect(tests({ referenced: () => undefined })).toMatchObject({ Country: [{ test: 'not_null' }] });
  });

  it('name the literals of a column as it holds them', () => {
    expect(['status', 'Note', 'Id', 'nothing'].map((name) => checkedLiterals(TABLE, name))).toEqual([
      ['A ', 'BB'],
      ['{{ x }}'],
      [],
      [],
    ]);
  });
});
