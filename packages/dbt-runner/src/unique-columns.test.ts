import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDbtEnvironment } from './environment.js';
import { findUniqueColumns } from './unique-columns.js';

const found = findDbtEnvironment();
const environment = found.ok ? found.value : { home: '', python: '' };

describe.skipIf(!found.ok)('keys in the rows that are there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unique columns-'));
  const file = join(folder, 'a warehouse.duckdb');
  beforeAll(async () => {
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    await connection.run(`
      create schema "Main ""Marts";
      create table "Main ""Marts".t (id integer, "order" integer, line integer, maybe integer);
      insert into "Main ""Marts".t values (1, 1, 1, 1), (2, 1, 2, 2), (3, 2, 1, null);
      create view "Main ""Marts".broken as select 1 // (id - id) as x, cast('a' || id as integer) as y from "Main ""Marts".t`);
    connection.closeSync();
    instance.closeSync();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const relation = (name: string): readonly [string, string] => ['Main "Marts', name];

  it('are told by sets of columns without NULL', async () => {
    const sets = [['id'], ['order'], ['maybe'], ['order', 'line'], ['line', 'maybe']];
    const answers = await findUniqueColumns(environment, file, [
      { relation: relation('t'), sets },
      { relation: relation('broken'), sets: [['y']] },
      { relation: relation('nothing'), sets: [['id']] },
    ]);
    expect(answers).toEqual({
      ok: true,
      value: [{ rows: 3, unique: [['id'], ['order', 'line']] }, undefined, undefined],
    });
  });

  it('are a diagnostic when there is no such file', async () => {
    const answers = await findUniqueColumns(environment, join(folder, 'nowhere.duckdb'), [
      { relation: relation('t'), sets: [['id']] },
    ]);
    expect(answers).toMatchObject({ ok: false, error: { code: 'dbt-relations-unreadable' } });
  });
});
