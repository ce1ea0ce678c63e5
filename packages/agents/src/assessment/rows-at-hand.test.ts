import { Database, executeSql } from '@datamigrate/tsql-engine';
import { expect, it } from 'vitest';
import { changedColumns } from './rows-at-hand.js';

it('tells which columns of a table procedures change, and where they add or remove rows', () => {
  const database = new Database({ name: 'changes' });
  executeSql(
    database,
    `CREATE TABLE dbo.Config (Id int NOT NULL, Name sysname NOT NULL, LastRun datetime NULL);
CREATE TABLE dbo.Target (Id int NOT NULL, Name sysname NULL);
GO
CREATE PROCEDURE dbo.P AS
BEGIN
  UPDATE dbo.Config SET LastRun = GETDATE() WHERE Id = 1;
  MERGE dbo.Target AS t USING dbo.Config AS c ON t.Id = c.Id
  WHEN MATCHED THEN UPDATE SET Name = c.Name WHEN NOT MATCHED THEN INSERT (Id, Name) VALUES (c.Id, c.Name);
END
GO`,
  );
  const changed = changedColumns(database.catalog, (module) => database.binder.body(module).body);
  const expected = new Map<string, unknown>([
    ['dbo.config', new Set(['lastrun'])],
    ['dbo.target', 'all'],
  ]);
  expect(changed).toEqual(expected);
});
