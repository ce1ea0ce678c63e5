import { plain, type Table } from '@datamigrate/catalog';
import { describe, expect, it } from 'vitest';
import { allocateNames } from './allocate-names.js';
import { nameColumns, nameTables, tableKey } from './name-tables.js';

function table(schema: string, name: string, ...columns: string[]): Table {
  return {
    schema,
    name,
    columns: columns.map((column) => ({ name: column, type: plain('int'), nullable: true })),
    uniqueKeys: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
  };
}

describe('allocateNames', () => {
  it('sets equal names apart by qualifier, whatever the order', () => {
    const requests = [
      { key: 'a', wanted: 'customer', qualifier: 'sales' },
      { key: 'b', wanted: 'customer', qualifier: 'dw' },
      { key: 'c', wanted: 'order' },
    ];
    const expected = { a: 'customer__sales', b: 'customer__dw', c: 'order' };
    expect(Object.fromEntries(allocateNames(requests).names)).toEqual(expected);
    expect(Object.fromEntries(allocateNames([...requests].reverse()).names)).toEqual(expected);
    expect(allocateNames(requests).collisions).toEqual([
      { wanted: 'customer', keys: ['a', 'b'], names: ['customer__sales', 'customer__dw'] },
    ]);
  });

  it('lets a report give way to what else has its name', () => {
    const requests = [
      { key: 'procedure', wanted: 'sales', yields: 'rpt_sales' },
      { key: 'view', wanted: 'Sales' },
      { key: 'alone', wanted: 'ageing', yields: 'rpt_ageing' },
    ];
    const expected = { procedure: 'rpt_sales', view: 'Sales', alone: 'ageing' };
    expect(Object.fromEntries(allocateNames(requests).names)).toEqual(expected);
    expect(allocateNames(requests).collisions).toEqual([]);
  });

  it('numbers what is left and never takes a name that another one wants', () => {
    const requests = ['x', 'x', 'x_2', 'x', 'y', 'Y'].map((wanted, index) => ({ key: `${index}`, wanted }));
    expect([...allocateNames(requests).names.values()].sort()).toEqual(['Y_2', 'x', 'x_2', 'x_3', 'x_4', 'y']);
  });
});

describe('nameColumns', () => {
  it('qualifies reserved words by the table and reports what became one name', () => {
    const { names, diagnostics } = nameColumns(
      table('dbo', 'tblProduct', 'Group', 'ProductID', 'Product_ID', 'Left', 'Name'),
    );
    expect([...names.values()]).toEqual(['product_group', 'product_id', 'product_id_2', 'product_left', 'name']);
    expect(diagnostics).toMatchObject([{ code: 'project-name-collision', object: 'dbo.tblProduct' }]);
    expect(diagnostics[0]?.message).toContain('ProductID, Product_ID');
  });
});

describe('nameTables', () => {
  it('keeps plain identifiers as names of source tables', () => {
    const tables = [table('sales', 'Customer', 'CustomerID'), table('sales', 'Order Details', 'Qty')];
    const { names, diagnostics } = nameTables(tables);
    expect(tables.map((each) => names.get(tableKey(each)))).toMatchObject([
      { source: 'sales', sourceTable: 'Customer', staging: 'stg_sales__customer' },
      { source: 'sales', sourceTable: 'order_details', staging: 'stg_sales__order_details' },
    ]);
    expect(diagnostics).toEqual([]);
  });

  it('gives tables that differ in spelling only names of their own', () => {
    const tables = [table('dbo', 'OrderLine'), table('dbo', 'Order Line'), table('dbo', 'order_line')];
    const { names, diagnostics } = nameTables(tables);
    const called = tables.map((each) => names.get(tableKey(each)));
    expect(called.map((each) => each?.staging)).toEqual([
      'stg_dbo__order_line',
      'stg_dbo__order_line_2',
      'stg_dbo__order_line_3',
    ]);
    expect(new Set(called.map((each) => each?.sourceTable?.toLowerCase())).size).toBe(3);
    expect(diagnostics).toHaveLength(1);
  });
});
