import { describe, expect, it } from 'vitest';
import { rows } from '../testing/run-sql.js';

const TABLES = `CREATE TABLE dbo.T (Id int NOT NULL PRIMARY KEY, A varchar(5)); INSERT dbo.T VALUES (1, 'a'), (2, 'b');
SELECT Id INTO dbo.Made FROM dbo.T;
GO
`;
const AFTER = `SELECT (SELECT STRING_AGG(name, ',') WITHIN GROUP (ORDER BY name) FROM sys.tables), t.Id, t.A, m.Id
FROM dbo.T AS t JOIN dbo.Made AS m ON m.Id = t.Id ORDER BY t.Id`;
const BEFORE = [
  ['Made,T', '1', 'a', '1'],
  ['Made,T', '2', 'b', '2'],
];

// learn.microsoft.com/sql/t-sql/language-elements/transactions-transact-sql: definitions of tables are part of a transaction.
describe('ROLLBACK', () => {
  it.each([
    'DROP TABLE dbo.T;',
    'DROP TABLE dbo.T, dbo.Made;',
    'DROP TABLE dbo.T; CREATE TABLE dbo.T (X int); INSERT dbo.T VALUES (9);',
    'CREATE TABLE dbo.U (X int); INSERT dbo.U VALUES (1);',
    'SELECT Id, A INTO dbo.U FROM dbo.T; DELETE FROM dbo.T;',
    "UPDATE dbo.T SET A = 'x'; DROP TABLE dbo.Made; SELECT A INTO dbo.Made FROM dbo.T;",
    "DELETE FROM dbo.T WHERE Id = 1; DROP TABLE dbo.Made; EXEC sp_rename 'dbo.T', 'Made'; SELECT TOP 0 * INTO dbo.T FROM dbo.Made;",
    'ALTER TABLE dbo.T ADD B int NULL; UPDATE dbo.T SET A = NULL;',
    'ALTER TABLE dbo.T DROP COLUMN A;',
    'ALTER TABLE dbo.Made ALTER COLUMN Id varchar(10);',
    'TRUNCATE TABLE dbo.T; ALTER TABLE dbo.T ADD B int NULL;',
  ])('takes back %s', (body) => {
    expect(rows(`${TABLES}BEGIN TRAN; ${body} ROLLBACK;\nGO\n${AFTER}`)).toEqual(BEFORE);
  });

  it('of a save point takes back what was defined behind it', () => {
    const body = 'CREATE TABLE dbo.A (X int); SAVE TRAN s; CREATE TABLE dbo.B (X int); ROLLBACK TRAN s; COMMIT;';
    expect(rows(`${TABLES}BEGIN TRAN; ${body}\nGO\nSELECT name FROM sys.tables ORDER BY name`)).toEqual([
      ['A'],
      ['Made'],
      ['T'],
    ]);
  });

  it('is what an error does to a transaction under XACT_ABORT', () => {
    const body = 'SET XACT_ABORT ON; BEGIN TRAN; DROP TABLE dbo.T; SELECT 1 / 0;';
    expect(rows(`${TABLES}BEGIN TRY ${body} END TRY BEGIN CATCH ROLLBACK; END CATCH\nGO\n${AFTER}`)).toEqual(BEFORE);
  });
});
