import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../testing/run-cli.js';

const cwd = mkdtempSync(join(tmpdir(), 'datamigrate-compare-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

async function database(name: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(cwd, name));
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

beforeAll(async () => {
  await database(
    'old.duckdb',
    `create schema dbo;
     create table dbo.Customer as select * from (values (1, 'Ann', 10.00), (2, 'Bob', 20.00)) as v (CustomerID, Name, Amount);
     create table dbo.Region as select 1 as id`,
  );
  await database(
    'new.duckdb',
    `create schema dbo; create schema marts;
     create table marts.dim_customer as select * from (values (1, 'Ann', 10.001), (2, 'Bert', 20.00)) as v (customer_id, name, amount);
     create table dbo.Region as select 1 as id`,
  );
  writeFileSync(
    join(cwd, 'map.json'),
    JSON.stringify({
      tables: [
        {
          left: 'dbo.Customer',
          right: 'marts.dim_customer',
          columns: { CustomerID: 'customer_id' },
          key: ['CustomerID'],
          tolerances: { Amount: { absolute: 0.01 } },
        },
      ],
    }),
  );
});

const SIDES = ['compare', '--left', 'old.duckdb', '--right', 'new.duckdb'];

it('compares what both sides call the same', async () => {
  const { code, stdout } = await run(SIDES, { cwd });
  expect(stdout).toContain('dbo.Region  equal, 1 rows');
  expect(stdout).toContain('1 tables: 1 equal, 0 different; 1 rows compared.');
  expect(code).toBe(0);
});

it('tells by column what differs, as text and as JSON', async () => {
  const text = await run([...SIDES, '--map', 'map.json'], { cwd });
  expect(text).toMatchObject({ code: 1, stderr: '' });
  expect(text.stdout).toContain(
    'dbo.Customer = marts.dim_customer  DIFFERENT, 2 and 2 rows: 0 missing, 0 extra, 1 different',
  );
  expect(text.stdout).toContain('Name: differs in 1 rows');
  expect(text.stdout).toContain('different: CustomerID "2", Name "Bob" and "Bert"');
  expect(text.stdout).toContain('Amount: 1 rows within 0.01');
  const json = await run([...SIDES, '--map', 'map.json', '--json'], { cwd });
  expect(JSON.parse(json.stdout)).toMatchObject({
    schemaVersion: 1,
    totals: { tables: 1, equal: 0, different: 1, notRun: 0, rowsCompared: 2 },
    tables: [{ different: 1, samples: [{ kind: 'different' }] }],
  });
});

it('reads the rows of scripts', async () => {
  writeFileSync(
    join(cwd, 'old.sql'),
    'CREATE TABLE dbo.Region (id int NOT NULL PRIMARY KEY); INSERT dbo.Region VALUES (1), (2);',
  );
  const { code, stdout } = await run(['compare', '--left', 'old.sql', '--right', 'new.duckdb'], { cwd });
  expect(stdout).toContain('dbo.Region  DIFFERENT, 2 and 1 rows: 1 missing, 0 extra, 0 different');
  expect(code).toBe(1);
});

it('never takes a comparison that did not run for an equal one', async () => {
  const { code, stdout } = await run([...SIDES, '--table', 'dbo.Region', '--table', 'dbo.Nothing'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain('compare-table-missing: the left side has no table dbo.Nothing');
  expect(stdout).toContain('2 tables: 1 equal, 0 different, 1 not compared');
});

it.each([
  ['a side that is no database', ['compare', '--left', 'map.json', '--right', 'new.duckdb'], 'error[source-'],
  ['a file that is not there', ['compare', '--left', 'x.duckdb', '--right', 'new.duckdb'], 'error[cli-file-not-found]'],
  ['a map that is none', [...SIDES, '--map', 'old.duckdb'], 'error[cli-invalid-document]'],
  ['a tolerance that is none', [...SIDES, '--tolerance', 'amount'], "'amount' is not like amount=0.01"],
])('explains %s', async (_, args, message) => {
  const finished = await run(args, { cwd });
  expect(finished).toMatchObject({ code: 2, stdout: '' });
  expect(finished.stderr).toContain(message);
});
