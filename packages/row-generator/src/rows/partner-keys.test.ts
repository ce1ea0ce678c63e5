import { executeSql, loadScripts } from '@datamigrate/tsql-engine';
import { expect, it } from 'vitest';
import { generateRows } from '../generate-rows.js';

it('outer joins find partners where their columns may not be NULL', () => {
  const { database } = loadScripts([
    {
      name: 'test.sql',
      text: `CREATE TABLE dbo.Hub (HubKey int NOT NULL PRIMARY KEY, Code varchar(20) NOT NULL);
CREATE TABLE dbo.Link (LinkKey int NOT NULL PRIMARY KEY, HubKey int NULL, OtherKey int NOT NULL);
CREATE TABLE dbo.Bridge (LinkKey int NOT NULL, Code varchar(20) NOT NULL, Other varchar(20) NULL);
GO
CREATE VIEW dbo.Staged AS SELECT l.LinkKey, h.Code, o.Code AS Other FROM dbo.Link l LEFT JOIN dbo.Hub h ON h.HubKey = l.HubKey
  LEFT JOIN dbo.Hub o ON o.HubKey = l.OtherKey;
GO
CREATE PROCEDURE dbo.FillBridge AS INSERT dbo.Bridge SELECT LinkKey, Code, Other FROM dbo.Staged;
GO
`,
    },
  ]);
  generateRows(database);
  const { error, resultSets } = executeSql(
    database,
    'EXEC dbo.FillBridge; SELECT COUNT(*), COUNT(DISTINCT HubKey) FROM dbo.Link; SELECT COUNT(*) FROM dbo.Staged WHERE Other IS NULL',
  );
  expect(error).toBeUndefined();
  const [links, hubs] = resultSets[0]?.rows[0]?.map(Number) ?? [];
  expect(links).toBeGreaterThan(20);
  expect(hubs).toBeGreaterThan(3);
  expect(Number(resultSets[1]?.rows[0]?.[0])).toBeGreaterThan(0);
});
