import { loadScripts } from '@datamigrate/tsql-engine';
import { expect, it } from 'vitest';
import { generateRows } from '../generate-rows.js';
import { measureBranches } from './measure-branches.js';

const MODULES = `
CREATE TABLE dbo.Item (Id int PRIMARY KEY, Name varchar(20) NULL, Price money NOT NULL, Sold date NULL);
CREATE TABLE dbo.Stage (Id int NOT NULL, Price money NOT NULL, Gone bit NOT NULL);
GO
CREATE VIEW dbo.Graded AS
SELECT i.Id, CASE WHEN i.Price >= 5000 THEN 'dear' WHEN i.Price < 0.5 THEN 'cheap' WHEN i.Name IS NULL THEN 'unnamed' ELSE 'plain' END AS Grade,
  CASE WHEN YEAR(i.Sold) = 1999 AND MONTH(i.Sold) = 11 THEN 1 ELSE 0 END AS Old, s.Price
FROM dbo.Item AS i LEFT JOIN dbo.Stage AS s ON s.Id = i.Id AND s.Gone = 0;
GO
CREATE PROCEDURE dbo.Refresh @mode varchar(10) = 'delta', @limit int AS
IF @mode = 'full' DELETE dbo.Item;
ELSE IF @mode = 'none' RETURN;
WHILE @limit > 100 SET @limit -= 50;
MERGE dbo.Item AS t USING (SELECT Id, MAX(Price) AS Price, MAX(CAST(Gone AS int)) AS Gone FROM dbo.Stage GROUP BY Id) AS s ON s.Id = t.Id
WHEN MATCHED AND s.Gone = 1 THEN DELETE
WHEN MATCHED THEN UPDATE SET Price = s.Price
WHEN NOT MATCHED BY TARGET THEN INSERT (Id, Price) VALUES (s.Id, s.Price)
WHEN NOT MATCHED BY SOURCE AND t.Price > 5000 THEN DELETE;
`;

it('generated rows and calls reach every branch of small modules', () => {
  const { database, diagnostics } = loadScripts([{ name: 'modules.sql', text: MODULES }]);
  expect(diagnostics).toEqual([]);
  expect(generateRows(database).diagnostics).toEqual([]);
  const before = database.rows('dbo', 'Item');
  const { branches, runs } = measureBranches(database);
  expect(runs.map(({ module, problem }) => [module, problem])).toEqual([
    ['dbo.Graded', undefined],
    ['dbo.Refresh', undefined],
  ]);
  expect(branches.filter(({ reached }) => reached === 0)).toEqual([]);
  expect(branches.length).toBe(17);
  expect(database.rows('dbo', 'Item')).toEqual(before);
});
