import { CatalogIndex } from '@datamigrate/catalog';
import { ModuleBinder } from '@datamigrate/tsql-binder';
import { loadScripts } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { isOperational } from './is-operational.js';

const CALLED = `CREATE PROCEDURE dbo.Index_all AS EXEC('ALTER INDEX ALL ON dbo.T REBUILD')
GO
CREATE PROCEDURE dbo.Fill AS INSERT dbo.T (a) SELECT a FROM dbo.T
GO
`;

function operational(body: string): boolean | undefined {
  const script = `CREATE TABLE dbo.T (a int, b nvarchar(50))\nGO\nCREATE PROCEDURE dbo.P @Name sysname AS BEGIN\n${body}\nEND`;
  const { catalog } = loadScripts([{ name: 'all.sql', text: `${CALLED}${script}` }]);
  const binder = new ModuleBinder(new CatalogIndex(catalog));
  const bodyOf = (wanted: string) => {
    const module = catalog.modules.find(({ name }) => name === wanted);
    return module && binder.body(module).body;
  };
  const bound = bodyOf('P');
  return bound && isOperational(bound, ({ name }) => bodyOf(name));
}

describe('a procedure that generates objects', () => {
  it.each([
    ["EXEC('CREATE TABLE dbo.' + @Name + ' (a int)')"],
    [
      `DECLARE @sql nvarchar(max) = N'INSERT INTO #used SELECT * FROM meta.' + QUOTENAME(@Name), @drop nvarchar(200);
      CREATE TABLE #used (a int, d nvarchar(100));
      EXEC sp_executesql @sql;
      UPDATE #used SET d = 'a int';
      SET @drop = CONCAT('DROP TABLE IF EXISTS ', @Name);
      SELECT @sql = CONCAT(@drop, CHAR(13), ' CREATE TABLE ', @Name, STRING_AGG(d, ',')) FROM #used;
      EXEC (@sql);`,
    ],
    [
      `DECLARE @sql nvarchar(max) = N'CREATE VIEW v AS SELECT 1 AS a'; SET @sql = @sql + N', 2 AS b'; PRINT @sql; EXEC (@sql);`,
    ],
    ["IF @Name = 'x' EXEC('ALTER INDEX ALL ON dbo.T REBUILD') ELSE EXEC('DROP INDEX ' + @Name)"],
    ['PRINT @Name; EXEC dbo.Index_all; EXEC dbo.Index_all'],
  ])('is out of scope: %s', (body) => {
    expect(operational(body)).toBe(true);
  });

  it.each([
    ['DECLARE @sql nvarchar(max); SELECT @sql = b FROM dbo.T; EXEC (@sql)'],
    ["EXEC(@Name + ' TABLE x')"],
    ["EXEC('CREATE TABLE dbo.X (a int); INSERT dbo.X SELECT a FROM dbo.T')"],
    ["EXEC('SELECT * INTO dbo.X FROM dbo.T')"],
    ["EXEC('CREATE TABLE dbo.' + @Name + ' (a int)'); INSERT dbo.T (a) SELECT 1 FROM dbo.T"],
    ["EXEC('CREATE TABLE dbo.' + @Name + ' (a int)'); SELECT * FROM dbo.T"],
    ["EXEC('INSERT #x SELECT * FROM dbo.T')"],
    ["DECLARE @sql nvarchar(max) = N'DROP TABLE x'; IF @Name = 'y' SET @sql = N'DELETE dbo.T'; EXEC (@sql)"],
    ['EXEC dbo.Index_all; EXEC dbo.Fill'],
    ["EXEC('DROP TABLE x'); EXEC dbo.P @Name"],
    ["EXEC('DROP TABLE x'); EXEC other.dbo.Unknown"],
  ])('is none: %s', (body) => {
    expect(operational(body)).toBe(false);
  });
});
