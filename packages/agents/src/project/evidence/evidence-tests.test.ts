import { CatalogIndex } from '@datamigrate/catalog';
import { loadTemplate } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { ModuleReader } from '../../assessment/module-facts.js';
import { buildStaging } from '../../cores/staging.js';
import { executeObject } from '../../executor/execute-object.js';
import { LoweredModels } from '../../executor/lowered-models.js';
import { decide } from '../../planner/decisions.js';
import { planEstate } from '../../planner/plan-estate.js';
import { ProjectNames } from '../../planner/project-names.js';
import { evidenceTests } from './evidence-tests.js';

const TABLES = `
CREATE TABLE dbo.Region (RegionId int NOT NULL PRIMARY KEY, Name nvarchar(20) NOT NULL);
CREATE TABLE dbo.Customer (CustomerId int NOT NULL PRIMARY KEY, Name nvarchar(20) NOT NULL,
  RegionId int NULL REFERENCES dbo.Region, Credit decimal(9, 2) NULL, Note varbinary(10) NULL);
CREATE TABLE dbo.Sale (SaleId int NOT NULL PRIMARY KEY, CustomerId int NOT NULL REFERENCES dbo.Customer,
  Amount decimal(9, 2) NOT NULL, SoldOn date NOT NULL);
INSERT INTO dbo.Region VALUES (1, N'North'), (2, N'South');
INSERT INTO dbo.Customer VALUES (1, N'Ann', 1, 500, NULL), (2, N'Bob', NULL, NULL, NULL), (3, N'Cid', 2, 20, NULL),
  (4, N'Dee', 2, 900, NULL);
INSERT INTO dbo.Sale VALUES (1, 1, 10, '20240105'), (2, 1, 15.5, '20240106'), (3, 3, 99, '20230101'), (4, 4, 1, '20240201');
GO
`;

async function testsOf(module: string, rows = TABLES) {
  const loaded = loadTemplate([{ name: 'shop.sql', text: `${rows}${module}` }]);
  const catalog = new CatalogIndex(loaded.catalog);
  const reader = new ModuleReader(loaded.database.binder);
  const plan = planEstate(loaded.catalog, reader);
  const names = new ProjectNames(loaded.catalog, plan);
  const lowered = new LoweredModels({ catalog, reader, names, profile: async () => undefined });
  const staging = buildStaging(loaded.catalog, names);
  const decisions = decide(loaded.catalog, reader);
  const inputs = { catalog, reader, names, lowered, staging, plan, decisions, rowsOf: () => undefined };
  const executions = await Promise.all(plan.objects.map((planned) => executeObject(inputs, planned)));
  return evidenceTests(
    {
      catalog: loaded.catalog,
      reader,
      plan,
      executions: new Map(executions.map((execution) => [execution.id, execution])),
      values: {},
      today: '2024-03-01',
      full: loaded.create(),
      small: loaded.create(),
    },
    executions.flatMap(({ models }) => models),
  );
}

describe('unit tests from evidence', () => {
  it('show each way of a CASE and of an outer join with few rows of the source', async () => {
    const [test, ...others] = await testsOf(`CREATE VIEW dbo.CustomerText AS
      SELECT c.CustomerId, r.Name AS Region, CASE WHEN c.Credit > 100 THEN 'large' ELSE 'small' END AS Size
      FROM dbo.Customer c LEFT JOIN dbo.Region r ON r.RegionId = c.RegionId;`);
    expect(others).toEqual([]);
    expect(test).toMatchObject({
      name: 'customer_text__cases_and_unmatched_rows',
      model: 'customer_text',
      given: [
        {
          input: "ref('stg_dbo__customer')",
          rows: [
            { customer_id: 1, region_id: 1, credit: '500.00' },
            { customer_id: 2, region_id: null, credit: null },
          ],
        },
        { input: "ref('stg_dbo__region')", rows: [{ region_id: 1, name: 'North' }] },
      ],
      expect: [
        { customer_id: 1, region: 'North', size: 'large' },
        { customer_id: 2, region: null, size: 'small' },
      ],
    });
    expect(test?.description).toContain('when 1, else');
  });

  it('show that rows become one and that a filter leaves some out', async () => {
    const [test] = await testsOf(`CREATE VIEW dbo.Sales2024 AS
      SELECT CustomerId, SUM(Amount) AS Total FROM dbo.Sale WHERE SoldOn >= '20240101' GROUP BY CustomerId;`);
    expect(test?.name).toBe('sales2024__grouped_rows_and_filtered_rows');
    const [given] = test?.given ?? [];
    expect(given && 'rows' in given && given.rows).toHaveLength(3);
    expect(test?.expect).toEqual([{ customer_id: 1, total: '25.50' }]);
  });

  it('come from the rows that a view below gives, not from its tables', async () => {
    const tests =
      await testsOf(`CREATE VIEW dbo.Buyer AS SELECT CustomerId, SUM(Amount) AS Total FROM dbo.Sale GROUP BY CustomerId;
GO
CREATE VIEW dbo.GoodBuyer AS SELECT CustomerId, Total FROM dbo.Buyer WHERE Total > 5;`);
    const test = tests.find(({ model }) => model === 'good_buyer');
    expect(test?.given.map(({ input }) => input)).toEqual(["ref('buyer')"]);
    expect(test?.expect).toEqual([{ customer_id: 1, total: '10.00' }]);
  });

  it('hold no text of which SQL Server may return another spelling', async () => {
    const rows = `CREATE TABLE dbo.Visit (VisitId int NOT NULL PRIMARY KEY, Place varchar(9) NOT NULL);
      INSERT INTO dbo.Visit VALUES (1, 'South'), (2, 'South'), (3, 'North'), (4, 'NORTH ');
GO
`;
    const view = (condition: string) =>
      `CREATE VIEW dbo.Place AS SELECT Place, COUNT(*) AS n FROM dbo.Visit WHERE ${condition} GROUP BY Place;`;
    const [test] = await testsOf(view('VisitId > 0'), rows);
    expect(test?.expect).toEqual([{ place: 'South', n: 2 }]);
    const [filtered] = await testsOf(view('VisitId > 2'), rows);
    expect(filtered?.expect).toEqual([{ place: 'North', n: 1 }]);
  });

  it('are the same each time', async () => {
    const view =
      'CREATE VIEW dbo.V AS SELECT s.SaleId, c.Name FROM dbo.Sale s JOIN dbo.Customer c ON c.CustomerId = s.CustomerId;';
    expect(await testsOf(view)).toEqual(await testsOf(view));
  });

  it.each<[string, string]>([
    ['has no condition', 'CREATE VIEW dbo.V AS SELECT CustomerId, Name FROM dbo.Customer;'],
    ['has no rows to show', "CREATE VIEW dbo.V AS SELECT CustomerId FROM dbo.Customer WHERE Name = N'Nobody';"],
    [
      'fails in the original',
      'CREATE VIEW dbo.V AS SELECT 1 / (CustomerId - CustomerId) AS x FROM dbo.Customer WHERE Credit > 1;',
    ],
  ])('are not made of an object that %s', async (_, view) => {
    expect(await testsOf(view)).toEqual([]);
  });
});
