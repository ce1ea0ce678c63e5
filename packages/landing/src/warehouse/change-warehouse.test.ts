import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Table } from '@datamigrate/catalog';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it, onTestFinished } from 'vitest';
import { landTables } from '../land-tables.js';
import { copyWarehouse, dropRelations, fillRelations, landAgain } from './change-warehouse.js';

function tableOf(schema: string, name: string): Table {
  const column = { name: 'Id', type: { name: 'int' }, nullable: true } as const;
  return { schema, name, columns: [column], uniqueKeys: [], foreignKeys: [], checks: [] } as unknown as Table;
}

/** A file whose name is also a schema in it. */
function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-warehouse-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'dw.duckdb');
}

async function query(path: string, ...texts: readonly string[]): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(path);
  try {
    const connection = await instance.connect();
    let rows: unknown[][] = [];
    for (const text of texts) rows = (await connection.runAndReadAll(text)).getRows();
    connection.closeSync();
    return rows;
  } finally {
    instance.closeSync();
  }
}

it('lands again beside what stands in the file, and views over the tables see the new rows', async () => {
  const path = newFile();
  const table = tableOf('dw', 'Fact');
  await landTables(path, [{ table, rows: [['1']] }]);
  await query(
    path,
    'create schema "dw"."marts"',
    'create view "dw"."marts"."v" as from "dw"."dw"."Fact"',
    'create table "dw"."marts"."built" as select 7 as id',
  );
  const report = await landAgain(path, [{ table, rows: [['2'], ['3']] }]);
  expect(report).toMatchObject({ ok: true, value: { tables: [{ status: 'landed', rows: 2 }] } });
  expect(await query(path, 'select * from "dw"."marts"."v" order by 1')).toEqual([[2], [3]]);
  expect(await query(path, 'select * from "dw"."marts"."built"')).toEqual([[7]]);
});

it('fills and drops relations, tables and views alike', async () => {
  const path = newFile();
  await landTables(path, [{ table: tableOf('dw', 'Fact'), rows: [['1']] }]);
  const relation = { schema: 'marts', name: 'fact' };
  const fill = { relation, from: { schema: 'dw', name: 'Fact' }, columns: { Id: 'fact_id' } };
  await fillRelations(path, [fill]);
  expect(await query(path, 'select fact_id from "dw"."marts"."fact"')).toEqual([[1]]);
  await dropRelations(path, [relation, { schema: 'marts', name: 'not_there' }]);
  await query(path, 'create view "dw"."marts"."fact" as select 5 as other');
  await fillRelations(path, [fill]);
  expect(await query(path, 'select fact_id from "dw"."marts"."fact"')).toEqual([[1]]);
});

it('copies a file so that its views can be read under the new name', async () => {
  const path = newFile();
  await landTables(path, [{ table: tableOf('dbo', 'Fact'), rows: [['1'], ['2']] }]);
  await query(path, 'create schema marts', 'create view marts.doubled as select "Id" * 2 as id from "dw"."dbo"."Fact"');
  const copy = join(path, '..', 'step-1.duckdb');
  await copyWarehouse(path, copy, [
    { schema: 'marts', name: 'doubled' },
    { schema: 'dbo', name: 'Fact' },
  ]);
  expect(await query(copy, 'select id from marts.doubled order by 1')).toEqual([[2], [4]]);
  expect(await query(path, "select table_type from information_schema.tables where table_name = 'doubled'")).toEqual([
    ['VIEW'],
  ]);
});
