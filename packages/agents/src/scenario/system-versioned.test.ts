import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const PERIOD = `ValidFrom datetime2(7) GENERATED ALWAYS AS ROW START NOT NULL,
  ValidTo datetime2(7) GENERATED ALWAYS AS ROW END NOT NULL, PERIOD FOR SYSTEM_TIME (ValidFrom, ValidTo)`;

const SCRIPT = `
CREATE TABLE dbo.Feed (Id int NOT NULL PRIMARY KEY, City varchar(20) NULL, Credit int NOT NULL);
CREATE TABLE dbo.Customer (Id int NOT NULL PRIMARY KEY, City varchar(20) NULL, Credit int NOT NULL, ${PERIOD})
  WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.CustomerHistory));
CREATE TABLE dbo.Account (AccountKey int IDENTITY(1,1) NOT NULL PRIMARY KEY, Id int NOT NULL, Credit int NOT NULL, ${PERIOD})
  WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.AccountHistory));
INSERT dbo.Feed VALUES (1, 'Rome', 10), (2, NULL, 20), (3, 'Oslo', 30);
INSERT dbo.Customer (Id, City, Credit) VALUES (1, 'Bern', 10), (2, NULL, 20), (9, 'Kyiv', 90);
INSERT dbo.Account (Id, Credit) VALUES (1, 10), (2, 5), (9, 90);
GO
CREATE PROCEDURE dbo.LoadCustomer AS
BEGIN
  UPDATE c SET City = f.City, Credit = f.Credit
  FROM dbo.Customer AS c JOIN dbo.Feed AS f ON f.Id = c.Id
  WHERE EXISTS (SELECT f.City, f.Credit EXCEPT SELECT c.City, c.Credit);
  INSERT dbo.Customer (Id, City, Credit)
  SELECT f.Id, f.City, f.Credit FROM dbo.Feed AS f WHERE NOT EXISTS (SELECT 1 FROM dbo.Customer AS c WHERE c.Id = f.Id);
  DELETE FROM dbo.Customer WHERE Id NOT IN (SELECT f.Id FROM dbo.Feed AS f);
END
GO
CREATE PROCEDURE dbo.MergeAccount AS
MERGE dbo.Account AS t USING dbo.Feed AS s ON s.Id = t.Id
WHEN MATCHED AND t.Credit <> s.Credit THEN UPDATE SET Credit = s.Credit
WHEN NOT MATCHED BY TARGET THEN INSERT (Id, Credit) VALUES (s.Id, s.Credit)
WHEN NOT MATCHED BY SOURCE THEN DELETE;
GO
`;

it('procedures that change system-versioned tables leave the former rows in their history', {
  timeout: 240_000,
}, async () => {
  const exec = 'EXEC dbo.LoadCustomer; EXEC dbo.MergeAccount;';
  const mutate = "UPDATE dbo.Feed SET City = 'Pisa', Credit = 11 WHERE Id = 1; DELETE dbo.Feed WHERE Id = 2;";
  const { report } = await migrateScript('versioned', SCRIPT, {
    scenario: {
      steps: [{ exec }, { mutate, exec }],
      targets: ['dbo.Customer', 'dbo.CustomerHistory', 'dbo.Account', 'dbo.AccountHistory'],
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  expect(
    found.map(({ id, verdict, issues }) => [id, verdict, issues.map(({ code, message }) => `${code} ${message}`)]),
  ).toEqual([
    ['dbo.LoadCustomer', 'equal-tolerance', []],
    ['dbo.MergeAccount', 'equal-tolerance', []],
  ]);
  const rows = found.flatMap(({ evidence }) =>
    evidence.map(({ table, step, rowsSource }) => [table, step, rowsSource]),
  );
  expect(rows).toEqual([
    ['dbo.Customer', 1, 3],
    ['dbo.CustomerHistory', 1, 2],
    ['dbo.Customer', 2, 2],
    ['dbo.CustomerHistory', 2, 4],
    ['dbo.Account', 1, 3],
    ['dbo.AccountHistory', 1, 2],
    ['dbo.Account', 2, 2],
    ['dbo.AccountHistory', 2, 4],
  ]);
});
