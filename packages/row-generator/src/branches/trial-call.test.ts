import { executeSql, loadScripts } from '@datamigrate/tsql-engine';
import { expect, it } from 'vitest';
import { trialCall } from './trial-call.js';

it('takes back rows and the numbers that they were given', () => {
  const { database } = loadScripts([
    {
      name: 'a.sql',
      text: `CREATE SEQUENCE dbo.Keys AS int START WITH 5;
GO
CREATE TABLE dbo.T (Id int IDENTITY(1,1), K int DEFAULT NEXT VALUE FOR dbo.Keys, A int);
CREATE TABLE dbo.Unused (Id int IDENTITY(1,1), A int);
INSERT dbo.T (A) VALUES (1), (2);`,
    },
  ]);
  const sql =
    'INSERT dbo.T (A) VALUES (3), (4), (5); INSERT dbo.Unused (A) VALUES (1); SELECT MAX(Id), MAX(K) FROM dbo.T';
  expect(trialCall(database, sql).resultSets.at(-1)?.rows).toEqual([['5', '9']]);
  const { resultSets } = executeSql(
    database,
    'INSERT dbo.T (A) VALUES (3); INSERT dbo.Unused (A) VALUES (1); SELECT t.Id, K, u.Id FROM dbo.T t CROSS JOIN dbo.Unused u',
  );
  expect(resultSets.at(-1)?.rows).toEqual([
    ['1', '5', '1'],
    ['2', '6', '1'],
    ['3', '7', '1'],
  ]);
});
