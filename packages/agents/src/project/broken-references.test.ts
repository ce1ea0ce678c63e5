import type { ModelSpec } from '@datamigrate/dbt-project';
import { loadTemplate } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import type { ObjectExecution } from '../executor/object-execution.js';
import { withBrokenReferences } from './broken-references.js';

const RELATIONSHIPS = { test: 'relationships', arguments: { to: "ref('stg_dbo__place')", field: 'place_id' } };

function measured(rows: string) {
  const text = `CREATE TABLE dbo.Place (PlaceId int NOT NULL PRIMARY KEY);
    CREATE TABLE dbo.Shop (ShopId int NOT NULL PRIMARY KEY, PlaceId int NULL);
    INSERT INTO dbo.Place VALUES (1); ${rows}
    ALTER TABLE dbo.Shop WITH NOCHECK ADD CONSTRAINT fk FOREIGN KEY (PlaceId) REFERENCES dbo.Place (PlaceId);`;
  const { database, catalog } = loadTemplate([{ name: 'shop.sql', text }]);
  const shop: ModelSpec = {
    name: 'stg_dbo__shop',
    layer: 'staging',
    sql: '',
    columns: [{ name: 'place_id', tests: [{ test: 'not_null' }, RELATIONSHIPS] }],
  };
  const place: ModelSpec = { name: 'stg_dbo__place', layer: 'staging', sql: '', columns: [] };
  const execution = (model: ModelSpec, columns: Record<string, string>) =>
    ({ models: [model], columns: { [model.name]: columns } }) as unknown as ObjectExecution;
  const executions = new Map([
    ['dbo.Shop', execution(shop, { ShopId: 'shop_id', PlaceId: 'place_id' })],
    ['dbo.Place', execution(place, { PlaceId: 'place_id' })],
  ]);
  return withBrokenReferences([shop, place], catalog, executions, database)[0]?.columns[0]?.tests;
}

describe('a foreign key', () => {
  it('that the copied rows break tolerates these rows and no more', () => {
    expect(measured('INSERT INTO dbo.Shop VALUES (1, 1), (2, 7), (3, 8), (4, NULL);')).toEqual([
      { test: 'not_null' },
      {
        ...RELATIONSHIPS,
        description: '2 rows had no row in `dbo.Place` when they were copied; more of them are an error.',
        config: { error_if: '>2', warn_if: '>2' },
      },
    ]);
  });

  it('that they keep stays as it is', () => {
    expect(measured('INSERT INTO dbo.Shop VALUES (1, 1), (4, NULL);')).toEqual([{ test: 'not_null' }, RELATIONSHIPS]);
  });
});
