import { CatalogIndex, displayName } from '@datamigrate/catalog';
import { ModuleBinder } from '@datamigrate/tsql-binder';
import { loadScripts } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { type Decisions, decide } from './decisions.js';
import { readModules } from './read-modules.js';

const TABLES = `
CREATE TABLE dbo.Source (Id int NOT NULL PRIMARY KEY, Name varchar(20))
CREATE TABLE dbo.Hub (Id int NOT NULL PRIMARY KEY, Name varchar(20))
CREATE TABLE dbo.Mart (Id int NOT NULL PRIMARY KEY, Name varchar(20))
CREATE TABLE dbo.Runs (Job varchar(20) NOT NULL PRIMARY KEY, Done int NOT NULL)
GO
`;

const LOADS = `
CREATE PROCEDURE dbo.LoadB AS INSERT INTO dbo.Hub (Id, Name) SELECT Id, 'b' FROM dbo.Source WHERE Id > 5
GO
CREATE PROCEDURE dbo.LoadA AS INSERT INTO dbo.Hub (Id, Name) SELECT Id, 'a' FROM dbo.Source WHERE Id < 5
GO
`;

/** Procedures by what becomes of them. */
function decided(script: string, wanted: readonly string[] = []) {
  const loaded = loadScripts([{ name: 'all.sql', text: TABLES + script }]);
  const reader = readModules(new ModuleBinder(new CatalogIndex(loaded.catalog)), { wanted, called: loaded.called });
  const { owners, refusals }: Decisions = decide(loaded.catalog, reader);
  return Object.fromEntries(
    loaded.catalog.modules.map((module) => {
      const owner = owners.get(module);
      const { together, analysis } = reader.read(module);
      const tables = analysis?.tables.map(({ table }) => displayName(table.object)).join(', ');
      const fate = refusals.get(module)?.code ?? (owner ? `part of ${displayName(owner)}` : `makes ${tables}`);
      return [displayName(module), together ? `${fate} for ${together.map(displayName).join(', ')}` : fate];
    }),
  );
}

describe('procedures that write the same table', () => {
  it('are combined in the order of the source when nothing says another one', () => {
    expect(decided(LOADS)).toEqual({
      'dbo.LoadB': 'makes dbo.Hub for dbo.LoadB, dbo.LoadA',
      'dbo.LoadA': 'part of dbo.LoadB',
    });
  });

  it('are combined in the order in which a script calls them', () => {
    expect(decided(`${LOADS}EXEC dbo.LoadA\nEXEC dbo.LoadB`)).toEqual({
      'dbo.LoadB': 'part of dbo.LoadA',
      'dbo.LoadA': 'makes dbo.Hub for dbo.LoadA, dbo.LoadB',
    });
  });

  it('come in the order of their data when one reads what the other writes', () => {
    const script = `
CREATE PROCEDURE dbo.Late AS BEGIN
  INSERT INTO dbo.Hub (Id, Name) SELECT Id, Name FROM dbo.Mart
END
GO
CREATE PROCEDURE dbo.Early AS BEGIN
  INSERT INTO dbo.Mart (Id, Name) SELECT Id, Name FROM dbo.Source
  INSERT INTO dbo.Hub (Id, Name) SELECT Id + 100, Name FROM dbo.Source
END
GO`;
    expect(decided(script)['dbo.Early']).toBe('makes dbo.Mart, dbo.Hub for dbo.Early, dbo.Late');
  });

  it('are refused when one of them has to be told which rows are meant', () => {
    const script = `${LOADS}
CREATE PROCEDURE dbo.LoadOne @id int AS
INSERT INTO dbo.Hub (Id, Name) SELECT Id, Name FROM dbo.Source WHERE Id = @id
GO`;
    expect(new Set(Object.values(decided(script)))).toEqual(new Set(['plan-several-writers']));
  });
});

describe('tables in which runs are noted', () => {
  const noted = (name: string, target: string) => `
CREATE PROCEDURE dbo.${name} AS BEGIN
  INSERT INTO dbo.${target} (Id, Name) SELECT Id, Name FROM dbo.Source
  UPDATE dbo.Runs SET Done = Done + 1 WHERE Job = '${name}'
END
GO`;

  it('stay sources, and the loads keep their own tables', () => {
    expect(decided(noted('LoadHub', 'Hub') + noted('LoadMart', 'Mart'))).toEqual({
      'dbo.LoadHub': 'makes dbo.Hub',
      'dbo.LoadMart': 'makes dbo.Mart',
    });
  });

  it('stay sources where a run is given the key of its row', () => {
    const started = `
CREATE PROCEDURE dbo.StartRun @Job varchar(20) AS INSERT INTO dbo.Runs (Job, Done) OUTPUT inserted.Job AS Run VALUES (@Job, 0)
GO`;
    expect(decided(noted('LoadHub', 'Hub') + noted('LoadMart', 'Mart') + started)).toEqual({
      'dbo.LoadHub': 'makes dbo.Hub',
      'dbo.LoadMart': 'makes dbo.Mart',
      'dbo.StartRun': 'plan-operational',
    });
  });

  it('are tables like others to who wants to see them', () => {
    expect(decided(noted('LoadHub', 'Hub') + noted('LoadMart', 'Mart'), ['dbo.Runs'])).toEqual({
      'dbo.LoadHub': 'makes dbo.Hub, dbo.Runs, dbo.Mart for dbo.LoadHub, dbo.LoadMart',
      'dbo.LoadMart': 'part of dbo.LoadHub',
    });
  });

  it('are not read behind a note', () => {
    const script = `${noted('LoadHub', 'Hub')}
CREATE PROCEDURE dbo.LoadMart AS BEGIN
  UPDATE dbo.Runs SET Done = Done + 1 WHERE Job = 'LoadMart'
  INSERT INTO dbo.Mart (Id, Name) SELECT s.Id, s.Name FROM dbo.Source s JOIN dbo.Runs r ON r.Done = s.Id
END
GO`;
    expect(decided(script)['dbo.LoadMart']).toBe('analyse-own-write');
  });

  it('leave out what only keeps them', () => {
    const script = `
CREATE PROCEDURE dbo.StartJob AS INSERT INTO dbo.Runs (Job, Done) VALUES ('nightly', 0)
GO
CREATE PROCEDURE dbo.EndJob AS UPDATE dbo.Runs SET Done = 1 WHERE Job = 'nightly'
GO`;
    expect(decided(script)).toEqual({ 'dbo.StartJob': 'plan-operational', 'dbo.EndJob': 'plan-operational' });
  });

  it('are models where rows carry the key of a run', () => {
    const log =
      'CREATE TABLE dbo.Log (LogId int IDENTITY(1,1) NOT NULL PRIMARY KEY, Job varchar(20) NOT NULL, Done int NULL)\nGO\n';
    const load = (id: string): string => `${log}
CREATE PROCEDURE dbo.LoadHub AS BEGIN
  DECLARE @id int
  INSERT INTO dbo.Log (Job) VALUES ('hub')
  SET @id = SCOPE_IDENTITY()
  INSERT INTO dbo.Hub (Id, Name) SELECT Id + ${id}, Name FROM dbo.Source
  UPDATE dbo.Log SET Done = 1 WHERE LogId = @id
END
GO`;
    expect(decided(load('0'))).toEqual({ 'dbo.LoadHub': 'makes dbo.Hub' });
    expect(decided(load('@id'))).toEqual({ 'dbo.LoadHub': 'makes dbo.Log, dbo.Hub' });
    // Not where several loads keep it.
    const two = load('@id').replace(/CREATE PROCEDURE[\s\S]*/, (text) => `${text}\n${text.replaceAll('Hub', 'Mart')}`);
    expect(decided(two)).toEqual({ 'dbo.LoadHub': 'makes dbo.Hub', 'dbo.LoadMart': 'makes dbo.Mart' });
    // A second log that names the run of the first one is a log, too.
    const detail = `CREATE TABLE dbo.Detail (LogId int NOT NULL, Step varchar(20) NOT NULL)\nGO\n${load('0').replace(
      'UPDATE',
      "INSERT INTO dbo.Detail (LogId, Step) VALUES (@id, 'rows')\n  UPDATE",
    )}`;
    expect(decided(detail)).toEqual({ 'dbo.LoadHub': 'makes dbo.Hub' });
  });

  it('may ask each other, but no data', () => {
    const jobs = (limit: string): string => `
CREATE TABLE dbo.Settings (Name varchar(20) NOT NULL PRIMARY KEY, Value int NOT NULL)
GO
CREATE PROCEDURE dbo.Configure AS UPDATE dbo.Settings SET Value = 1 WHERE Name = 'limit'
GO
CREATE PROCEDURE dbo.Relax AS UPDATE dbo.Settings SET Value = 9 WHERE Name = 'limit'
GO
CREATE PROCEDURE dbo.StartJob AS BEGIN
  INSERT INTO dbo.Runs (Job, Done) VALUES ('nightly', 0)
  EXEC dbo.Relax
END
GO
CREATE PROCEDURE dbo.EndJobs AS DELETE FROM dbo.Runs WHERE Done > (SELECT MAX(${limit})
GO`;
    expect(decided(jobs('Value) FROM dbo.Settings'))['dbo.EndJobs']).toBe('plan-operational');
    expect(decided(jobs('Value) FROM dbo.Settings'))['dbo.StartJob']).toBe('plan-operational');
    expect(decided(jobs('Id) FROM dbo.Source'))['dbo.EndJobs']).not.toBe('plan-operational');
  });

  it('are none where a loop over data changes them', () => {
    const each = (name: string): string => `
CREATE PROCEDURE dbo.${name} AS BEGIN
  DECLARE @id int
  DECLARE c CURSOR FOR SELECT Id FROM dbo.Source WHERE Name = '${name}'
  OPEN c
  FETCH NEXT FROM c INTO @id
  WHILE @@FETCH_STATUS = 0 BEGIN
    UPDATE dbo.Hub SET Name = '${name}' WHERE Id = @id
    FETCH NEXT FROM c INTO @id
  END
END
GO`;
    expect(decided(each('One') + each('Two'))).toEqual({
      'dbo.One': 'makes dbo.Hub for dbo.One, dbo.Two',
      'dbo.Two': 'part of dbo.One',
    });
  });
});

it('takes no table for a log that nothing adds to, or whose changes are told elsewhere', () => {
  const script = `
CREATE TABLE dbo.Log (Id int NOT NULL, Name varchar(20))
GO
CREATE PROCEDURE dbo.Purge AS DELETE FROM dbo.Mart WHERE Id < 5
GO
CREATE PROCEDURE dbo.MoveOut AS DELETE FROM dbo.Source OUTPUT deleted.Id, deleted.Name INTO dbo.Hub WHERE Id < 5
GO
CREATE PROCEDURE dbo.Noted AS INSERT INTO dbo.Log (Id, Name) OUTPUT inserted.Id, 1 INTO dbo.Runs (Done, Job) VALUES (1, 'noted')
GO`;
  expect(decided(script)).toEqual({
    'dbo.Purge': 'makes dbo.Mart',
    'dbo.MoveOut': 'makes dbo.Source, dbo.Hub',
    'dbo.Noted': 'makes dbo.Log, dbo.Runs',
  });
});

it('leaves out what empties tables that others fill', () => {
  const script = `
CREATE PROCEDURE dbo.LoadHub AS INSERT INTO dbo.Hub (Id, Name) SELECT Id, Name FROM dbo.Source
GO
CREATE PROCEDURE dbo.LoadMart AS INSERT INTO dbo.Mart (Id, Name) SELECT Id, Name FROM dbo.Source
GO
CREATE PROCEDURE dbo.Reset AS BEGIN
  TRUNCATE TABLE dbo.Hub
  DELETE dbo.Mart
  INSERT INTO dbo.Hub (Id, Name) VALUES (0, 'unknown')
END
GO`;
  expect(decided(script)).toEqual({
    'dbo.LoadHub': 'makes dbo.Hub',
    'dbo.LoadMart': 'makes dbo.Mart',
    'dbo.Reset': 'plan-operational',
  });
});

describe('procedures of an application', () => {
  const NEXT_KEY = `
CREATE PROCEDURE dbo.NextKey @key int OUTPUT AS BEGIN
  SET @key = 0
  WHILE @key < 5 SET @key = @key + 1
END
GO`;
  const add = (call: string): string => `
CREATE PROCEDURE dbo.Register (@id int, @name varchar(20)) AS BEGIN
  DECLARE @key int
  ${call}
  INSERT INTO dbo.Hub (Id, Name) VALUES (@key, @name)
END
GO`;

  it('may ask others for a value, and call each other', () => {
    const calling = `${add('EXEC dbo.NextKey @key OUTPUT').replace('GO', '')}EXEC dbo.Register 1, 'once more'\nGO`;
    expect(decided(NEXT_KEY + calling)['dbo.Register']).toBe('plan-operational');
    const other = `
CREATE PROCEDURE dbo.Enter (@id int) AS BEGIN
  DELETE FROM dbo.Mart WHERE Id = @id
  EXEC dbo.Register @id, 'new'
END
GO`;
    expect(decided(NEXT_KEY + add('EXEC dbo.NextKey @key OUTPUT') + other)['dbo.Enter']).toBe('plan-operational');
  });

  it('may look for a text that they are given', () => {
    const forget = `
CREATE PROCEDURE dbo.Forget (@text varchar(20)) AS BEGIN
  SELECT Id FROM dbo.Hub WHERE Name LIKE '%' + @text + '%'
  DELETE FROM dbo.Hub WHERE Name LIKE '%' + @text + '%'
END
GO`;
    expect(decided(forget)['dbo.Forget']).toBe('plan-operational');
    expect(decided(forget.replaceAll('LIKE', 'NOT LIKE'))['dbo.Forget']).not.toBe('plan-operational');
  });

  it('may count rows for a condition, not for what they write', () => {
    const count = (value: string): string => `
CREATE PROCEDURE dbo.AddOnce (@id int, @name varchar(20)) AS BEGIN
  DECLARE @count int
  SELECT @count = COUNT(*) FROM dbo.Hub WHERE Id = @id
  IF @count > 0 RETURN
  INSERT INTO dbo.Mart (Id, Name) VALUES (${value}, @name)
END
GO`;
    expect(decided(count('@id'))['dbo.AddOnce']).toBe('plan-operational');
    expect(decided(count('@count'))['dbo.AddOnce']).not.toBe('plan-operational');
  });

  it('load no tables through those that they call', () => {
    const load = `
CREATE PROCEDURE dbo.Load AS INSERT INTO dbo.Mart (Id, Name) SELECT Id, Name FROM dbo.Source
GO`;
    expect(decided(load + add('EXEC dbo.Load'))['dbo.Register']).not.toBe('plan-operational');
  });
});

it('leaves out what gives nothing but messages and values, and converts what asks it for them', () => {
  const script = `
CREATE PROCEDURE dbo.Tell AS BEGIN
  DECLARE @rows int
  SELECT @rows = COUNT(*) FROM dbo.Source
  PRINT @rows
END
GO
CREATE PROCEDURE dbo.Next @value int OUTPUT AS SET @value = 7
GO
CREATE PROCEDURE dbo.LoadHub AS BEGIN
  DECLARE @value int
  EXEC dbo.Next @value OUTPUT
  INSERT INTO dbo.Hub (Id, Name) SELECT Id + @value, Name FROM dbo.Source
END
GO`;
  expect(decided(script)).toEqual({
    'dbo.Tell': 'plan-no-rows',
    'dbo.Next': 'plan-no-rows',
    'dbo.LoadHub': 'makes dbo.Hub',
  });
});
