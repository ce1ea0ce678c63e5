import { describe, expect, it } from 'vitest';
import { CatalogIndex, displayName } from './catalog-index.js';
import { emptyCatalog } from './empty-catalog.js';
import type { Table } from './model.js';

const table = (schema: string, name: string): Table => ({
  schema,
  name,
  columns: [],
  uniqueKeys: [],
  foreignKeys: [],
  checks: [],
  indexes: [],
});

const catalog = {
  ...emptyCatalog(),
  schemas: ['dbo', 'Sales'],
  tables: [table('dbo', 'Orders'), table('Sales', 'Order Details')],
  sequences: [{ schema: 'dbo', name: 'Numbers', type: { name: 'int' as const }, start: '1', increment: '1' }],
  aliasTypes: [{ schema: 'dbo', name: 'Phone', base: { name: 'varchar' as const, length: 20 }, nullable: false }],
};

describe('CatalogIndex', () => {
  it.each([
    ['Orders', undefined, 'table'],
    ['ORDERS', 'DBO', 'table'],
    ['order details', 'sales', 'table'],
    ['Orders', 'Sales', undefined],
    ['numbers', undefined, 'sequence'],
  ])('%s of %s is a %s', (name, schema, expected) =>
    expect(new CatalogIndex(catalog).object(name, schema)?.kind).toBe(expected),
  );

  it('compares names as the collation does', () => {
    const database = { ...catalog.database, collation: 'Latin1_General_CS_AS' };
    const index = new CatalogIndex({ ...catalog, database });
    expect([index.object('Orders')?.kind, index.object('ORDERS')?.kind]).toEqual(['table', undefined]);
    expect([index.sameName('a', 'A'), new CatalogIndex(catalog).sameName('a', 'A')]).toEqual([false, true]);
  });

  it('knows alias types and schemas', () => {
    const index = new CatalogIndex(catalog);
    expect(index.aliasType('phone')?.base).toEqual({ name: 'varchar', length: 20 });
    expect([index.hasSchema('SALES'), index.hasSchema('hr')]).toEqual([true, false]);
  });

  it.each([
    [{ schema: 'dbo', name: 'Orders' }, 'dbo.Orders'],
    [{ schema: 'Sales', name: 'Order Details' }, 'Sales.[Order Details]'],
    [{ schema: 'dbo', name: 'a]b' }, 'dbo.[a]]b]'],
  ])('%j is displayed as %s', (name, expected) => expect(displayName(name)).toBe(expected));
});
