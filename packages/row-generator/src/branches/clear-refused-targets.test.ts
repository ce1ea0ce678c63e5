import { displayName } from '@datamigrate/catalog';
import { type Database, loadScripts } from '@datamigrate/tsql-engine';
import { expect, it } from 'vitest';
import { generateRows } from '../generate-rows.js';
import { clearRefusedTargets } from './clear-refused-targets.js';

const VAULT = `
CREATE TABLE dbo.Staged (Code int NOT NULL PRIMARY KEY, Name varchar(20) NOT NULL);
CREATE TABLE dbo.Hub (HubKey varbinary(32) NOT NULL PRIMARY KEY, Code int NOT NULL UNIQUE);
CREATE TABLE dbo.Satellite (HubKey varbinary(32) NOT NULL REFERENCES dbo.Hub (HubKey), LoadedOn date NOT NULL, Name varchar(20) NOT NULL,
  PRIMARY KEY (HubKey, LoadedOn));
CREATE TABLE dbo.Day (DayKey int NOT NULL PRIMARY KEY, Staged int NOT NULL);
GO
CREATE PROCEDURE dbo.FillHub AS
INSERT INTO dbo.Hub SELECT HASHBYTES('SHA2_256', CAST(Code AS varchar(12))), Code FROM dbo.Staged s
WHERE NOT EXISTS (SELECT 1 FROM dbo.Hub h WHERE h.HubKey = HASHBYTES('SHA2_256', CAST(s.Code AS varchar(12))));
GO
CREATE PROCEDURE dbo.FillSatellite AS
INSERT INTO dbo.Satellite SELECT h.HubKey, '20240101', s.Name FROM dbo.Staged s JOIN dbo.Hub h ON h.Code = s.Code
WHERE NOT EXISTS (SELECT 1 FROM dbo.Satellite o WHERE o.HubKey = h.HubKey AND o.LoadedOn = '20240101');
GO
CREATE PROCEDURE dbo.CountDay AS UPDATE dbo.Day SET Staged = (SELECT COUNT(*) FROM dbo.Staged);
GO
`;

function generated(more = ''): { readonly database: Database; readonly cleared: readonly (string | undefined)[] } {
  const { database } = loadScripts([{ name: 'vault.sql', text: VAULT + more }]);
  const { tables } = generateRows(database, { rows: 12 });
  const told = clearRefusedTargets(
    database,
    tables.map(({ table }) => table),
  );
  return { database, cleared: told.map(({ object }) => object) };
}

it('empties a target whose made-up keys a load does not find, and what references it', () => {
  const { database, cleared } = generated();
  expect(cleared).toEqual(['dbo.Satellite', 'dbo.Hub']);
  const left = database.catalog.tables.map((table) => [
    displayName(table),
    (database.rows(table.schema, table.name)?.length ?? 0) > 0,
  ]);
  expect(Object.fromEntries(left)).toEqual({
    'dbo.Staged': true,
    'dbo.Hub': false,
    'dbo.Satellite': false,
    'dbo.Day': true,
  });
});

it('leaves rows that a table which nothing writes relies on', () => {
  const { cleared } = generated(
    'CREATE TABLE dbo.Mark (Id int PRIMARY KEY, Code int NOT NULL REFERENCES dbo.Hub (Code));\nGO\n',
  );
  expect(cleared).toEqual([]);
});

it('empties a table from which a load gets what its procedure never writes', () => {
  const { cleared } = generated(`
CREATE TABLE dbo.Landed (Code int NOT NULL, Source varchar(20) NOT NULL);
CREATE TABLE dbo.Cube (Code int NOT NULL PRIMARY KEY, Source varchar(20) NOT NULL);
GO
CREATE VIEW dbo.LandedOnce AS SELECT DISTINCT Code / 10 + 500 AS Code, Source FROM dbo.Landed;
GO
CREATE PROCEDURE dbo.Land AS INSERT INTO dbo.Landed SELECT Code, 'Staged' FROM dbo.Staged;
GO
CREATE PROCEDURE dbo.FillCube AS INSERT INTO dbo.Cube SELECT Code, Source FROM dbo.LandedOnce l
WHERE NOT EXISTS (SELECT 1 FROM dbo.Cube c WHERE c.Code = l.Code);
GO
`);
  expect(cleared).toEqual(['dbo.Satellite', 'dbo.Hub', 'dbo.Cube', 'dbo.Landed']);
});

it('empties what outer joins look up in an emptied table, if something writes it', () => {
  const link = (name: string): string => `CREATE TABLE dbo.${name} (Id int NOT NULL, HubKey varbinary(32) NOT NULL);
CREATE TABLE dbo.${name}Bridge (Id int NOT NULL, Code int NOT NULL);
GO
CREATE PROCEDURE dbo.Fill${name}Bridge AS
INSERT dbo.${name}Bridge SELECT l.Id, h.Code FROM dbo.${name} l LEFT JOIN dbo.Hub h ON h.HubKey = l.HubKey;
GO
`;
  const { cleared } = generated(`${link('Written')}${link('Given')}
CREATE PROCEDURE dbo.FillWritten AS INSERT dbo.Written SELECT Code, HASHBYTES('SHA2_256', CAST(Code AS varchar(12))) FROM dbo.Staged;
GO
`);
  expect(new Set(cleared)).toEqual(new Set(['dbo.Satellite', 'dbo.Written', 'dbo.Hub']));
});
