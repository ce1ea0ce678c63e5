import { CatalogIndex } from '@datamigrate/catalog';
import type { Plan } from '@datamigrate/contracts';
import type { ModelSpec } from '@datamigrate/dbt-project';
import { loadTemplate } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import type { ObjectExecution } from '../executor/object-execution.js';
import { withReferenceTests } from './reference-tests.js';

const { catalog } = loadTemplate([
  {
    name: 'shop.sql',
    text: `CREATE TABLE dbo.Place (PlaceId int NOT NULL PRIMARY KEY);
CREATE TABLE dbo.Item (Maker int NOT NULL, [Order] int NOT NULL, PRIMARY KEY (Maker, [Order]));
CREATE TABLE dbo.Sale (SaleId int NOT NULL PRIMARY KEY, PLACEID int NOT NULL REFERENCES dbo.Place (PlaceID), Maker int NULL,
  [Order] int NULL, FOREIGN KEY (Maker, [Order]) REFERENCES DBO.ITEM (Maker, [Order]));
ALTER TABLE dbo.Sale WITH NOCHECK ADD CONSTRAINT late FOREIGN KEY (SaleId) REFERENCES dbo.Place (PlaceId);`,
  },
]);

const model = (name: string, layer: ModelSpec['layer'], columns: readonly string[]): ModelSpec => ({
  ...{ name, layer, sql: '' },
  columns: columns.map((column) => ({ name: column, tests: [{ test: 'not_null' }] })),
});

/** What stands for each table: a model that a procedure fills, a staging model, or nothing. */
function testsOf(held: Readonly<Record<string, 'filled' | 'landed'>>) {
  const emitted: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    Place: { PlaceId: 'place_id' },
    Item: { Maker: 'maker', Order: 'order' },
    Sale: { SaleId: 'sale_id', PLACEID: 'place_id', Maker: 'maker', Order: 'order' },
  };
  const made = Object.entries(held).map(([table, how]) => {
    const [id, name] = how === 'filled' ? [`dbo.Load${table}`, table] : [`dbo.${table}`, `stg_${table}`];
    const columns = emitted[table] ?? {};
    const spec = model(name, how === 'filled' ? 'marts' : 'staging', Object.values(columns));
    const execution = { id, models: [spec], columns: { [name]: columns } } as unknown as ObjectExecution;
    const kind = how === 'filled' ? 'procedure' : 'table';
    return { execution, planned: { id, kind, models: [{ name, table: `dbo.${table}` }] } };
  });
  const executions = made.map(({ execution }) => execution);
  const plan = { objects: made.map(({ planned }) => planned) } as unknown as Plan;
  const models = withReferenceTests(
    executions.flatMap((execution) => execution.models),
    { catalog: new CatalogIndex(catalog), plan, executions },
  );
  const sale = models.find(({ name }) => name.endsWith('Sale'));
  const columns = sale?.columns.map((column) => [column.name, column.tests?.slice(1)]) ?? [];
  return { ...Object.fromEntries(columns), table: sale?.tests };
}

const relationships = (relation: string, field: string) => ({
  test: 'relationships',
  arguments: { to: `ref('${relation}')`, field },
});

describe('foreign keys of a table that a procedure fills', () => {
  it('refer to what procedures fill, or to what was landed; keys that were never checked warn', () => {
    expect(testsOf({ Place: 'filled', Item: 'landed', Sale: 'filled' })).toEqual({
      sale_id: [{ ...relationships('Place', 'place_id'), config: { severity: 'warn' } }],
      place_id: [relationships('Place', 'place_id')],
      maker: [],
      order: [],
      table: [
        {
          test: 'relationships_combination',
          arguments: { columns: ['maker', '"order"'], to: "ref('stg_Item')", to_columns: ['maker', '"order"'] },
        },
      ],
    });
  });

  it('are not stated where the other table is not in the project, nor for what is landed', () => {
    const none = { sale_id: [], place_id: [], maker: [], order: [], table: undefined };
    expect(testsOf({ Item: 'landed', Sale: 'landed' })).toEqual(none);
    expect(testsOf({ Sale: 'filled' })).toEqual(none);
  });
});
