import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDbtEnvironment } from './environment.js';
import { readRelationTypes } from './relation-types.js';

const found = findDbtEnvironment();
const environment = found.ok ? found.value : { home: '', python: '' };

describe.skipIf(!found.ok)('types of relations', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relation types-'));
  const file = join(folder, 'a warehouse.duckdb');
  beforeAll(async () => {
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    await connection.run(`
      create schema "Main Marts";
      create table "Main Marts".t (id integer, amount decimal(19,4), "when" timestamp);
      create view "Main Marts".v as select count(*) as n from "Main Marts".t`);
    connection.closeSync();
    instance.closeSync();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are those of tables and views', async () => {
    const types = await readRelationTypes(environment, file);
    expect(types.ok && [...types.value].map(([name, columns]) => [name, Object.fromEntries(columns)])).toEqual([
      ['Main Marts.t', { id: 'INTEGER', amount: 'DECIMAL(19,4)', when: 'TIMESTAMP' }],
      ['Main Marts.v', { n: 'BIGINT' }],
    ]);
  });

  it.each([
    ['is not there', environment, 'nowhere.duckdb'],
    ['cannot be asked', { home: '', python: '/nowhere/python' }, 'a warehouse.duckdb'],
  ])('are a diagnostic when the file %s', async (_, where, name) => {
    expect(await readRelationTypes(where, join(folder, name))).toMatchObject({
      ok: false,
      error: { code: 'dbt-relations-unreadable' },
    });
  });
});
