import { expect, it } from 'vitest';
import type { AgentCores } from '../graph/agent-cores.js';
import { alteredModels } from '../testing/altered-models.js';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Sale (Id int NOT NULL PRIMARY KEY, Region varchar(10) NOT NULL, Half int NOT NULL, Amount int NOT NULL);
CREATE TABLE dbo.RegionTotal (Region varchar(10) NOT NULL, Amount int NOT NULL);
INSERT dbo.Sale VALUES (1, 'North', 1, 10), (2, 'NORTH ', 2, 20), (3, 'north', 1, 30), (4, 'South', 1, 40), (5, 'Söuth', 2, 50);
GO
CREATE VIEW dbo.ByRegion AS SELECT Region, SUM(Amount) AS Amount FROM dbo.Sale GROUP BY Region;
GO
CREATE VIEW dbo.Regions AS SELECT DISTINCT Region FROM dbo.Sale;
GO
CREATE VIEW dbo.United AS SELECT Region FROM dbo.Sale WHERE Half = 1 UNION SELECT Region FROM dbo.Sale WHERE Half = 2;
GO
CREATE VIEW dbo.Halves AS SELECT Region, [1], [2]
  FROM (SELECT Region, Half, Amount FROM dbo.Sale) AS s PIVOT (SUM(Amount) FOR Half IN ([1], [2])) AS p;
GO
CREATE VIEW dbo.Outermost AS SELECT MIN(Region) AS FirstRegion, MAX(Region) AS LastRegion FROM dbo.Sale WHERE Amount < 40;
GO
CREATE VIEW dbo.Plain AS SELECT Id, Region FROM dbo.Sale;
GO
CREATE PROCEDURE dbo.LoadTotals AS
BEGIN
  TRUNCATE TABLE dbo.RegionTotal;
  INSERT INTO dbo.RegionTotal (Region, Amount) SELECT Region, SUM(Amount) FROM dbo.Sale GROUP BY Region;
END
GO
CREATE PROCEDURE dbo.ReportTotals AS SELECT Region, SUM(Amount) AS Amount FROM dbo.Sale GROUP BY Region;
GO
`;

/** One model spells its texts differently, and one gives others. */
const CHANGED: Readonly<Record<string, readonly [text: string, by: string]>> = {
  'dbo.Plain': ['sale.region', 'upper(sale.region) as region'],
  'dbo.ByRegion': ['min(', "'Far ' || min("],
};

async function outcomes(cores?: AgentCores) {
  const { report } = await migrateScript('spellings', SCRIPT, cores ? { cores } : {});
  return report.objects
    .filter(({ kind }) => kind !== 'table')
    .map(({ id, verdict, evidence, issues }) => [
      id,
      verdict,
      ...new Set(evidence.flatMap(({ tolerances }) => tolerances)),
      ...issues.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    ]);
}

it('a model may return any of the spellings that are equal for SQL Server', { timeout: 240_000 }, async () => {
  const note = '1 rows of Region equal under SQL_Latin1_General_CP1_CI_AS; SQL Server may return any of the spellings';
  const found = await outcomes();
  expect(found).toEqual([
    ['dbo.ByRegion', 'equal-tolerance', note],
    ['dbo.Regions', 'equal-tolerance', note],
    ['dbo.United', 'equal-tolerance', note],
    ['dbo.Halves', 'equal-tolerance', note],
    ['dbo.Outermost', 'equal'],
    ['dbo.Plain', 'equal'],
    ['dbo.LoadTotals', 'equal-tolerance', note],
    ['dbo.ReportTotals', 'equal-tolerance', note],
  ]);
  // Where nothing leaves the spelling open, and where the text is another one, it is a difference.
  const differ = Object.keys(CHANGED);
  const changed = await outcomes(
    alteredModels((sql, object) => sql.replace(...(CHANGED[object] ?? (['', ''] as const)))),
  );
  expect(changed.filter((_, i) => !differ.includes(found[i]?.[0] ?? ''))).toEqual(
    found.filter(([id = '']) => !differ.includes(id)),
  );
  expect(changed.filter((row) => row.includes('evaluate-rows-differ')).map(([id]) => id)).toEqual([
    'dbo.ByRegion',
    'dbo.Plain',
  ]);
});
