import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TranslateLine, translateLineSchema } from '@datamigrate/contracts';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { jsonLines, run, temporaryFolder } from '../../testing/run-cli.js';

const TABLES = `CREATE TABLE dbo.Customer (Id int NOT NULL PRIMARY KEY, Name nvarchar(50) NOT NULL, Credit decimal(9,2) NULL);
GO
INSERT INTO dbo.Customer VALUES (1, N'Ann', 10);
GO
`;

function files(contents: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(folder, name), text);
  return folder;
}

async function lines(args: readonly string[], cwd: string, input = ''): Promise<TranslateLine[]> {
  const finished = await run(['translate', ...args], { cwd, input });
  expect(finished.stderr).toBe('');
  return jsonLines(finished.stdout).map((line) => translateLineSchema.parse(line));
}

it('writes SQL that runs as it stands, with the definitions it needs before it', async () => {
  const folder = files({
    'tables.sql': TABLES,
    'query.sql':
      'DECLARE @least int = 1;\nSELECT Id, Credit / Id AS Share FROM dbo.Customer WHERE Id >= @least ORDER BY Id;',
  });
  const { code, stdout, stderr } = await run(['translate', 'query.sql', '--schema', 'tables.sql'], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('create schema dbo; create table dbo.Customer (Id integer, Name varchar, Credit decimal(9, 2))');
  await connection.run("insert into dbo.Customer values (3, 'Ann', 10), (0, 'Bob', 1)");
  const reader = await connection.runAndReadAll(stdout);
  expect(reader.columnNames()).toEqual(['Id', 'Share']);
  expect(reader.getRowsJson()).toEqual([[3, '3.3333333333333']]);
  connection.closeSync();
});

it('keeps the comments of the query', async () => {
  const folder = files({ 'tables.sql': TABLES });
  const sql = `-- settings
SET NOCOUNT ON;
-- Who owes something
SELECT Id, -- the key
  Name /* as written */
FROM dbo.Customer
-- and not little
WHERE Credit < -100`;
  const [line] = await lines(
    ['--jsonl', '-', '--schema', 'tables.sql'],
    folder,
    `${JSON.stringify({ id: 'a', sql })}\n`,
  );
  expect(line?.sql?.trimEnd().split('\n')).toEqual([
    '-- Who owes something',
    'select',
    '    Customer.Id,  -- the key',
    '    Customer.Name  -- as written',
    'from dbo.Customer as Customer',
    '-- and not little',
    'where Customer.Credit < -100',
  ]);
});

it('reads views and functions of the batch, and names what it assumes', async () => {
  const folder = files({ 'tables.sql': TABLES });
  const sql = `CREATE VIEW dbo.Rich AS SELECT Id, Name FROM dbo.Customer WHERE Name = N'ann'
GO
CREATE FUNCTION dbo.Twice (@n int) RETURNS int AS BEGIN RETURN @n * 2 END
GO
SELECT dbo.Twice(Id) AS n FROM dbo.Rich`;
  const input = `${JSON.stringify({ id: 'a', sql })}\n`;
  const [proven] = await lines(['--jsonl', '-', '--schema', 'tables.sql'], folder, input);
  expect(proven?.status).toBe('assumption');
  expect(proven?.assumptions).toEqual([
    {
      code: 'simple-letters',
      column: 'Customer.Name',
      text: "Values hold only characters whose equality is decided by case and trailing blanks: dbo.Customer.Name (beside 'ann').",
    },
  ]);
  expect(proven?.columns).toEqual([{ name: 'n', type: 'integer', nullable: true, collation: null }]);
  const [exact] = await lines(['--jsonl', '-', '--schema', 'tables.sql', '--fidelity', 'exact'], folder, input);
  expect(exact?.status).toBe('exact');
  expect(exact?.assumptions).toEqual([]);
  expect(exact?.prelude.join()).toContain('tsql_simple_text');
});

it('compares texts as the collation of the database does', async () => {
  const input = `${JSON.stringify({ id: 'x', sql: "SELECT CASE WHEN 'a' = 'A' THEN 1 ELSE 0 END AS v" })}\n`;
  const sql = async (...args: string[]): Promise<string> => {
    const { stdout } = await run(['translate', '--jsonl', '-', ...args], { input });
    return translateLineSchema.parse(jsonLines(stdout)[0]).sql ?? '';
  };
  expect(await sql()).toContain("'a' = 'a'");
  expect(await sql('--collation', 'Latin1_General_CS_AS')).toContain("'a' = 'A'");
});

describe('what cannot be translated', () => {
  it.each([
    ['SELECT RAND() AS r', 'lower-nondeterministic'],
    ['SELECT FROM', 'parse-unexpected-token'],
    ['SELECT a FROM dbo.Nowhere', 'bind-unknown-object'],
    ['UPDATE dbo.Customer SET Id = 1', 'lower-unsupported'],
    ['SELECT CHECKSUM(Name) AS c FROM dbo.Customer', 'render-no-function'],
    ['DECLARE @a int', 'lower-no-rows'],
  ])('%s is refused with its place', async (sql, code) => {
    const folder = files({ 'tables.sql': TABLES });
    const finished = await run(['translate', '--jsonl', '-', '--schema', 'tables.sql'], {
      cwd: folder,
      input: `${JSON.stringify({ id: 'x', sql })}\n`,
    });
    const [line] = jsonLines(finished.stdout).map((each) => translateLineSchema.parse(each));
    expect(finished.code).toBe(1);
    expect(line).toMatchObject({ id: 'x', status: 'refused', sql: null });
    expect(line?.diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  });

  it('is a message for people', async () => {
    const folder = files({ 'query.sql': 'SELECT 1 AS a,\n  RAND() AS b' });
    const { code, stdout, stderr } = await run(['translate', 'query.sql'], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('lower-nondeterministic');
    expect(stderr).toContain('query.sql:2:3');
  });

  it('depends on the fidelity: the time of the run is one of the answers, but not exact', async () => {
    const input = `${JSON.stringify({ id: 'x', sql: 'SELECT GETDATE() AS now' })}\n`;
    const proven = await run(['translate', '--jsonl', '-'], { input });
    const exact = await run(['translate', '--jsonl', '-', '--fidelity', 'exact'], { input });
    const statuses = [proven, exact].map(({ stdout }) => translateLineSchema.parse(jsonLines(stdout)[0]).status);
    expect(statuses).toEqual(['normalised', 'refused']);
  });

  it('answers a line that is no batch', async () => {
    const finished = await run(['translate', '--jsonl', '-'], { input: 'nonsense\n' });
    const [line] = jsonLines(finished.stdout).map((each) => translateLineSchema.parse(each));
    expect(line).toMatchObject({ id: 'line 1', status: 'refused' });
    expect(line?.diagnostics[0]?.code).toBe('cli-invalid-input-line');
  });
});

it.each([
  [[], "missing required argument 'file'"],
  [['a.sql', '--jsonl', 'b'], "cannot be used with option '--jsonl <file>'"],
  [['a.sql', '--target', 'oracle'], 'Allowed choices are duckdb'],
  [['a.sql', '--collation', 'nowhere'], 'It is no name of a collation'],
  [['nowhere.sql'], 'cli-file-not-found'],
  [['nowhere.sql', '--schema', 'neither.sql'], 'cli-file-not-found'],
])('%j ends with 2', async (args, message) => {
  const { code, stdout, stderr } = await run(['translate', ...args], { cwd: temporaryFolder() });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});
