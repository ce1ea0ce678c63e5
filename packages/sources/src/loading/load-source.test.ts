import { expect, it } from 'vitest';
import { openSource } from '../open-source.js';
import { open, rowsOf, tableNames } from '../testing/load.js';
import { folderOf } from '../testing/temporary-files.js';
import { loadSource } from './load-source.js';

const ENDLESS = `CREATE TABLE dbo.Before (a int);
GO
CREATE PROCEDURE dbo.Forever AS
BEGIN TRANSACTION
WHILE 1 = 1 UPDATE dbo.Before SET a = a
GO
INSERT dbo.Before VALUES (1);
EXEC dbo.Forever;
EXEC dbo.Forever;
INSERT dbo.Before VALUES (2);
GO
CREATE TABLE dbo.After (a int);
`;

it('stops what does not end, says where, and goes on', async () => {
  const opened = await open(folderOf({ 'shop.sql': ENDLESS }), { limits: { statements: 2000, rows: 5000 } });
  expect(tableNames(opened)).toEqual(['After', 'Before']);
  expect(rowsOf(opened, 'Before')).toEqual([['1'], ['2']]);
  expect(opened.loaded.diagnostics).toMatchObject([
    { code: 'exec-too-long', source: 'shop.sql', message: expect.stringContaining('2000 statements') },
    { code: 'exec-too-long', message: expect.stringContaining('200 statements') },
  ]);
  const [first] = opened.loaded.diagnostics;
  expect(ENDLESS.slice(first?.span?.start, first?.span?.end)).toBe('EXEC dbo.Forever');
});

it('stops a statement that goes through too many rows', async () => {
  const numbers =
    'SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6';
  const wide = Array.from({ length: 12 }, (_, i) => `(${numbers}) t${i}`).join(', ');
  const script = `CREATE TABLE dbo.T (a int);\nGO\nINSERT dbo.T SELECT 1 FROM ${wide} WHERE t0.n + t1.n + t2.n + t3.n + t4.n + t5.n + t6.n + t7.n + t8.n + t9.n + t10.n + t11.n = 0;\nINSERT dbo.T VALUES (1);\n`;
  const opened = await open(folderOf({ 'shop.sql': script }), { limits: { statements: 2000, rows: 5000 } });
  expect([rowsOf(opened, 'T'), opened.codes]).toEqual([[['1']], ['exec-too-long']]);
});

it('can be interrupted between two statements', async () => {
  const path = folderOf({ 'a.sql': `CREATE TABLE dbo.T (a int);\nGO\n${'INSERT dbo.T VALUES (1);\n'.repeat(20_000)}` });
  const source = await openSource(path);
  if (!source.ok) throw new Error(source.error.message);
  const controller = new AbortController();
  const loading = loadSource(source.value, path, { now: 0, signal: controller.signal });
  setTimeout(() => controller.abort(), 20);
  expect(await loading).toMatchObject({ ok: false, error: { code: 'source-cancelled' } });
});

it('gives databases that go their own way, definitions included', async () => {
  const { loaded } = await open(folderOf({ 'a.sql': 'CREATE TABLE dbo.T (a int);\nGO\nINSERT dbo.T VALUES (1);\n' }));
  const copy = loaded.create();
  const { executeSql } = await import('@datamigrate/tsql-engine');
  executeSql(copy, 'CREATE TABLE dbo.U (b int); DELETE dbo.T;');
  expect([copy.catalog.tables.length, copy.rows('dbo', 'T')?.length]).toEqual([2, 0]);
  expect([loaded.catalog.tables.length, loaded.database.rows('dbo', 'T')?.length]).toEqual([1, 1]);
});

it('gives databases whose tables that queries have made can change places', async () => {
  const swap = "DROP TABLE dbo.T; EXEC sp_rename 'dbo.T_stage', 'T'; SELECT TOP 0 * INTO dbo.T_stage FROM dbo.T;";
  const tables = 'CREATE TABLE dbo.T (a int); CREATE TABLE dbo.T_stage (a int); INSERT dbo.T_stage VALUES (1);';
  const { loaded } = await open(folderOf({ 'a.sql': `${tables}\nGO\n${swap}\n` }));
  const { executeSql } = await import('@datamigrate/tsql-engine');
  const copy = loaded.create();
  const { error } = executeSql(copy, `INSERT dbo.T_stage VALUES (2); ${swap}`);
  expect([error, copy.catalog.tables.map(({ name }) => name).sort()]).toEqual([undefined, ['T', 'T_stage']]);
  expect([copy, loaded.database].map((each) => each.rows('dbo', 'T'))).toEqual([[[2n]], [[1n]]]);
});
