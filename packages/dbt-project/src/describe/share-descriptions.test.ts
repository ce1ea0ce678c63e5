import { expect, it } from 'vitest';
import type { ColumnSpec, ProjectSpec } from '../spec/project-spec.js';
import { shareDescriptions } from './share-descriptions.js';

const LONG = 'Code printed on every document of the company.';
const OTHER = 'Code that the harbour master gives to a ship.';

const model = (name: string, ...columns: ColumnSpec[]) => ({ name, layer: 'marts' as const, sql: '', columns });

const SPEC: ProjectSpec = {
  name: 'shop',
  target: 'duckdb',
  sources: [{ name: 'erp', tables: [{ name: 'customer', columns: [{ name: 'Code', description: LONG }] }] }],
  models: [
    model('a', { name: 'code', description: LONG }, { name: 'ship_code', description: OTHER }),
    model('b', { name: 'code', description: OTHER }, { name: 'note', description: 'Short.' }),
    model('c', { name: 'note', description: 'Short.' }, { name: 'alone', description: `${LONG} Only here.` }),
  ],
};

it('puts texts of several columns into docs blocks, each text once, under names that differ', () => {
  const { models, sources, docsBlocks } = shareDescriptions(SPEC);
  expect(docsBlocks).toEqual([
    { name: 'customer_code', text: LONG },
    { name: 'a_code', text: OTHER },
  ]);
  expect(sources[0]?.tables[0]?.columns).toEqual([{ name: 'Code', docsBlock: 'customer_code' }]);
  expect(models.map(({ columns }) => columns)).toEqual([
    [
      { name: 'code', docsBlock: 'customer_code' },
      { name: 'ship_code', docsBlock: 'a_code' },
    ],
    [
      { name: 'code', docsBlock: 'a_code' },
      { name: 'note', description: 'Short.' },
    ],
    [
      { name: 'note', description: 'Short.' },
      { name: 'alone', description: `${LONG} Only here.` },
    ],
  ]);
});

it('names a text of many columns after itself', () => {
  const columns = ['a', 'b', 'c'].map((name) => ({ name, description: 'Number that SQL Server gave to the row.' }));
  expect(shareDescriptions({ ...SPEC, sources: [], models: [model('m', ...columns)] }).docsBlocks).toMatchObject([
    { name: 'number_that_sql_server_gave' },
  ]);
});

it('names references of many columns after the column that they name', () => {
  const columns = ['ordered_on', 'due_on', 'shipped_on'].map((name) => ({
    name,
    description: 'Refers to `Dimension.[Order Date].[Date Key]`.',
  }));
  const { docsBlocks } = shareDescriptions({ ...SPEC, sources: [], models: [model('m', ...columns)] });
  expect(docsBlocks).toMatchObject([{ name: 'date_key' }]);
});

it('does not depend on the order of models', () => {
  const turned = shareDescriptions({ ...SPEC, models: [...SPEC.models].reverse() });
  expect([...turned.models].reverse()).toEqual(shareDescriptions(SPEC).models);
  expect(turned.docsBlocks).toEqual(shareDescriptions(SPEC).docsBlocks);
});
