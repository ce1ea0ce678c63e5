import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Staged (OrderId int NOT NULL PRIMARY KEY, Qty int NOT NULL);
CREATE TABLE dbo.Fact (FactKey bigint IDENTITY(1,1) NOT NULL PRIMARY KEY, OrderId int NOT NULL, Qty int NOT NULL);
INSERT INTO dbo.Fact (OrderId, Qty) VALUES (1, 10), (2, 20), (3, 30);
INSERT INTO dbo.Staged VALUES (2, 21), (3, 31);
GO
CREATE PROCEDURE dbo.LoadFact AS
DELETE f FROM dbo.Fact AS f WHERE f.OrderId IN (SELECT OrderId FROM dbo.Staged);
INSERT INTO dbo.Fact (OrderId, Qty) SELECT OrderId, Qty FROM dbo.Staged ORDER BY OrderId;
GO
`;

it('numbers rows behind those that the same load has deleted', { timeout: 300_000 }, async () => {
  const { report } = await migrateScript('facts', SCRIPT, {
    scenario: {
      steps: [
        { exec: 'EXEC dbo.LoadFact' },
        { exec: 'EXEC dbo.LoadFact', mutate: 'INSERT INTO dbo.Staged VALUES (4, 41)' },
      ],
      targets: ['dbo.Fact'],
    },
  });
  const load = report.objects.find(({ id }) => id === 'dbo.LoadFact');
  expect([load?.verdict, load?.issues]).toEqual(['equal', []]);
});

const WHOLE = `
CREATE SEQUENCE dbo.Numbers AS int START WITH 10;
CREATE TABLE dbo.Code (Code varchar(10) NOT NULL PRIMARY KEY);
CREATE TABLE dbo.Deleted (Id int IDENTITY(5,2) NOT NULL PRIMARY KEY, Code varchar(10) NOT NULL);
CREATE TABLE dbo.Twice (Id int IDENTITY(1,1) NOT NULL PRIMARY KEY, Code varchar(10) NOT NULL);
CREATE TABLE dbo.Emptied (Id int IDENTITY(1,1) NOT NULL PRIMARY KEY, Code varchar(10) NOT NULL);
CREATE TABLE dbo.Perhaps (Id int IDENTITY(1,1) NOT NULL PRIMARY KEY, Code varchar(10) NOT NULL);
CREATE TABLE dbo.Drawn (Id int NOT NULL DEFAULT (NEXT VALUE FOR dbo.Numbers) PRIMARY KEY, Code varchar(10) NOT NULL);
CREATE TABLE dbo.Reader (Code varchar(10) NOT NULL, Id int NOT NULL);
INSERT dbo.Code VALUES ('a'), ('b'), ('c');
INSERT dbo.Deleted (Code) VALUES ('x'), ('y');
INSERT dbo.Emptied (Code) VALUES ('x'), ('y');
INSERT dbo.Perhaps (Code) VALUES ('x'), ('y');
INSERT dbo.Drawn (Code) VALUES ('x'), ('y');
GO
CREATE PROCEDURE dbo.LoadDeleted AS
DELETE FROM dbo.Deleted;
INSERT dbo.Deleted (Code) SELECT Code FROM dbo.Code ORDER BY Code;
GO
CREATE PROCEDURE dbo.LoadTwice AS
INSERT dbo.Twice (Code) SELECT Code FROM dbo.Code ORDER BY Code;
DELETE t FROM dbo.Twice t;
INSERT dbo.Twice (Code) SELECT Code FROM dbo.Code ORDER BY Code DESC;
INSERT dbo.Twice (Code) VALUES ('last');
GO
CREATE PROCEDURE dbo.LoadEmptied AS
DELETE dbo.Emptied WHERE Code = 'a';
TRUNCATE TABLE dbo.Emptied;
INSERT dbo.Emptied (Code) SELECT Code FROM dbo.Code ORDER BY Code;
GO
CREATE PROCEDURE dbo.LoadPerhaps @Anew bit = 0 AS
DELETE dbo.Perhaps WHERE Code IN ('c', 'y');
IF @Anew = 1 TRUNCATE TABLE dbo.Perhaps;
INSERT dbo.Perhaps (Code) SELECT Code FROM dbo.Code ORDER BY Code;
GO
CREATE PROCEDURE dbo.LoadDrawn AS
TRUNCATE TABLE dbo.Drawn;
INSERT dbo.Drawn (Code) SELECT Code FROM dbo.Code ORDER BY Code;
GO
CREATE PROCEDURE dbo.LoadReader AS
TRUNCATE TABLE dbo.Reader;
INSERT dbo.Reader SELECT Code, Id FROM dbo.Deleted;
GO
`;

const TABLES = ['Deleted', 'Twice', 'Emptied', 'Perhaps', 'Drawn', 'Reader'];

it('goes on where a statement has deleted all rows, and begins anew behind TRUNCATE', {
  timeout: 300_000,
}, async () => {
  const exec = TABLES.map((name) => `EXEC dbo.Load${name};`).join(' ');
  const { report } = await migrateScript('codes', WHOLE, {
    scenario: {
      steps: [
        { exec },
        { exec, mutate: "DELETE dbo.Code WHERE Code = 'b'" },
        {
          exec: `${exec} EXEC dbo.LoadPerhaps 1`.replace('EXEC dbo.LoadPerhaps; ', ''),
          mutate: "INSERT dbo.Code VALUES ('d')",
        },
      ],
      targets: TABLES.map((name) => `dbo.${name}`),
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  expect(found.map(({ id, verdict, issues }) => [id, verdict, issues.map(({ message }) => message)])).toEqual(
    found.map(({ id }) => [id, 'equal', []]),
  );
});
