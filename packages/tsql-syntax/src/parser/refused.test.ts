import { describe, expect, it } from 'vitest';
import { codesOf, lines } from '../testing/round-trip.js';

/** What SQL Server's parser refuses, and what other dialects write. */
const REFUSED = lines(`
  CREATE TABLE t
  CREATE TABLE t ()
  CREATE TABLE t (a)
  CREATE TABLE t (a int b int)
  CREATE TABLE t (a int PRIMARY)
  CREATE TABLE t (a int IDENTITY(1))
  CREATE TABLE t (a varchar(-1))
  CREATE TABLE t (a decimal(10, 2, 3))
  CREATE TABLE t (a varchar(10) FILESTREAM)
  CREATE TABLE t (a datetime2 GENERATED ALWAYS AS ROW START, b datetime2 GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (b, a))
  CREATE TABLE t (a int) WITH (FOO = ON)
  CREATE TABLE IF NOT EXISTS t (a int)
  CREATE TABLE t (a int NULL NOT NULL)
  CREATE TABLE t (a int DEFAULT 1 DEFAULT 2)
  CREATE VIEW db.dbo.v AS SELECT 1 a
  CREATE PROC db.dbo.p AS SELECT 1
  DROP FUNCTION db.dbo.f
  CREATE TABLE t (a int AUTO_INCREMENT)
  CREATE PROCEDURE p
  CREATE PROC p @a AS SELECT 1
  CREATE PROC p @a int = (1 + 2) AS SELECT 1
  CREATE PROC p WITH FOO AS SELECT 1
  CREATE FUNCTION f() RETURNS int AS BEGIN END
  CREATE FUNCTION f() RETURNS int AS RETURN 1
  CREATE FUNCTION f RETURNS int AS BEGIN RETURN 1 END
  CREATE VIEW v AS INSERT INTO t VALUES (1)
  CREATE OR REPLACE VIEW v AS SELECT 1 a
  CREATE INDEX i ON t
  CREATE INDEX i ON t (a) WITH (FOO = ON)
  CREATE SCHEMA
  CREATE LOGIN l
  CREATE STATISTICS s ON t
  ALTER TABLE t DROP
  ALTER TABLE t ALTER a int
  ALTER DATABASE d SET
  DROP INDEX i
  BACKUP DATABASE d
  RESTORE DATABASE
  EXEC p 1,
  EXEC p @a = 1, 2
  EXEC p (1, 2)
  EXEC ('a' + f('b'))
  CALL p()
  VALUES (1)
  UPDATE t SET
  UPDATE t SET a = 1 ORDER BY a
  UPDATE t, u SET a = 1
  DELETE FROM t ORDER BY a
  DECLARE @a
  DECLARE @a int =
  DECLARE a int
  SET FOO ON
  SET NOCOUNT
  RAISERROR ('x', 16)
  THROW 1, 2
  FETCH NEXT c
  DECLARE c CURSOR FOR UPDATE t SET a = 1
  INSERT INTO t (a) VALUES ()
  INSERT INTO t
  INSERT INTO t VALUES (1) RETURNING a
  INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING
  MERGE t USING u ON 1 = 1 WHEN MATCHED THEN DELETE
  MERGE t USING u ON 1 = 1;
  MERGE t USING u ON 1 = 1 WHEN MATCHED THEN INSERT VALUES (1);
  MERGE t USING u ON 1 = 1 WHEN NOT MATCHED THEN DELETE;
  MERGE t USING u ON 1 = 1 WHEN NOT MATCHED BY SOURCE THEN INSERT VALUES (1);
  MERGE t USING u ON 1 = 1 WHEN MATCHED THEN DELETE WHEN MATCHED AND a = 1 THEN UPDATE SET a = 1;
  MERGE t USING u ON 1 = 1 WHEN MATCHED AND a = 1 THEN DELETE WHEN MATCHED THEN DELETE;
  MERGE t USING u ON 1 = 1 WHEN NOT MATCHED AND a = 1 THEN INSERT VALUES (1) WHEN NOT MATCHED BY TARGET THEN INSERT VALUES (2);
  SELECT 1,
  SELECT a FROM t WHERE
  SELECT FROM t
  SELECT a,, b FROM t
  SELECT order FROM t
  SELECT a b c FROM t
  SELECT a FROM t AS 'x'
  SELECT * b FROM t
  SELECT DEFAULT
  SELECT a FROM t WHERE a = DEFAULT
  SELECT CASE WHEN 1 THEN 2 END
  SELECT CASE END
  SELECT CAST(a)
  SELECT TRY_CAST(a, int)
  SELECT MAX(DISTINCT) FROM t
  SELECT SUM(x) OVER ORDER BY a
  SELECT NOT a FROM t
  SELECT a AND b FROM t
  SELECT a > b FROM t
  SELECT TOP 5 WITH TIES a FROM t
  SELECT TOP 5 a FROM t ORDER BY a OFFSET 1 ROWS
  SELECT a FROM t OFFSET 5 ROWS
  SELECT a FROM t FETCH FIRST 5 ROWS ONLY
  SELECT a FROM t LIMIT 10
  SELECT * FROM (SELECT 1 a)
  SELECT * FROM (SELECT 1 a) JOIN t ON 1 = 1
  SELECT * FROM t CROSS APPLY (SELECT 1 a)
  SELECT * FROM a JOIN b
  SELECT * FROM a CROSS JOIN b ON 1 = 1
  SELECT * FROM a NATURAL JOIN b
  SELECT * FROM a JOIN b USING (x)
  SELECT * FROM t PIVOT (SUM(a) FOR b IN (x))
  SELECT * FROM t WITH (FOO)
  SELECT * FROM t OPTION (FOO)
  SELECT * FROM t FOR XML
  SELECT * FROM (DELETE FROM u OUTPUT deleted.a) AS x
  SELECT a FROM (SELECT @b = 1) AS x
  SELECT a FROM t WHERE a
  SELECT a FROM t WHERE a == 1
  SELECT a FROM t WHERE a IN ()
  SELECT a FROM t WHERE a BETWEEN 1 OR 2
  SELECT a FROM t WHERE a IS TRUE
  SELECT a FROM t WHERE EXISTS (1)
  SELECT a FROM t WHERE (a, b) IN (SELECT 1, 2)
  SELECT a FROM t WHERE a = 1 WHERE b = 2
  SELECT a FROM t ORDER BY a WHERE b = 1
  SELECT a FROM a.b.c.d.e
  SELECT EXTRACT(YEAR FROM x)
  SELECT DISTINCT ON (a) b FROM t
  WITH RECURSIVE c AS (SELECT 1 a) SELECT * FROM c
  WITH c AS (SELECT 1 a) DECLARE @a int
  WITH c AS (INSERT INTO t VALUES (1)) SELECT 1
  SELECT 1 WITH c AS (SELECT 1 a) SELECT * FROM c
  IF 1 SELECT 1
  IF 1 = 1
  WHILE 1 SELECT 1
  BEGIN
  BEGIN END
  BEGIN TRY SELECT 1 END TRY
  BEGIN CATCH SELECT 1 END CATCH
  END
  DENY SELECT ON t FROM u
  DBCC MEMORYMAP
  CREATE ENDPOINT e AS TCP (LISTENER_PORT = 55555) FOR TSQL ()
  ALTER DATABASE SCOPED CONFIGURATION SET MAXDOP = PRIMARY
`);

describe('refused', () => {
  it.each(REFUSED)('%s', (sql) => {
    expect(codesOf(sql)).not.toEqual([]);
  });

  it('a name of more than 128 characters, unless sqlcmd is to shorten it', () => {
    expect(codesOf(`SELECT ${'a'.repeat(128)} FROM [${'b]]'.repeat(64)}]`)).toEqual([]);
    expect(codesOf(`SELECT ${'a'.repeat(129)}`)).toEqual(['parse-invalid-clause']);
    expect(codesOf(`SELECT $(${'a'.repeat(129)})`)).toEqual([]);
  });

  it.each([
    ['SELECT 1 CREATE VIEW v AS SELECT 1 a', 'parse-must-be-first-in-batch'],
    ['PRINT 1; CREATE OR ALTER PROC p AS SELECT 1', 'parse-must-be-first-in-batch'],
    ['CREATE VIEW v AS SELECT 1 a; SELECT 2', 'parse-must-be-alone-in-batch'],
    ['CREATE SCHEMA s; CREATE TABLE s.t (a int)', 'parse-must-be-alone-in-batch'],
    ['SELECT order FROM t', 'parse-reserved-word'],
    ['IF a SELECT 1', 'parse-expected-condition'],
    ['SELECT 1 WHERE (a = 1) = 2', 'parse-expected-value'],
    ['MERGE t USING u ON 1 = 1 WHEN MATCHED THEN DELETE', 'parse-missing-semicolon'],
    ['EXEC p @a = 1, 2', 'parse-invalid-clause'],
    ['CREATE ENDPOINT e AS TCP (LISTENER_PORT = 1) FOR TSQL ()', 'parse-invalid-number'],
    ['FOO BAR BAZ', 'parse-unexpected-token'],
    ['SELECT 1; FOO', 'parse-unknown-statement'],
  ])('%j is %s', (sql, code) => {
    expect(codesOf(sql)).toContain(code);
  });
});
