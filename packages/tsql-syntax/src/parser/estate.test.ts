import { describe, it } from 'vitest';
import { lines, readGood } from '../testing/round-trip.js';

/** What the scripts of real databases are full of, in the many ways people write it. */
const BATCHES = lines(`
  SELECT a FROM t x WITH (NOLOCK), u y (NOLOCK) JOIN v z WITH(READUNCOMMITTED, INDEX=1) ON 1=1
  SELECT * FROM OPENROWSET(BULK N'C:\\x.json', SINGLE_NCLOB) AS j CROSS APPLY OPENJSON(BulkColumn)
  INSERT INTO t OUTPUT INSERTED.id, 'x' AS y INTO @o(id, y) OUTPUT inserted.id SELECT 1
  UPDATE t SET a += 1 OUTPUT inserted.a - deleted.a AS d
  DELETE a OUTPUT DELETED.* INTO #x FROM t a WHERE a.b = 1
  WITH a AS (SELECT 1 x), b AS (SELECT * FROM a) UPDATE b SET x = 2 OUTPUT inserted.x
  IF OBJECT_ID('tempdb..#t') IS NOT NULL DROP TABLE #t
  IF NOT EXISTS (SELECT * FROM sys.objects WHERE name = 'x') EXEC('CREATE SCHEMA x')
  SELECT CAST(GETDATE() AS date), CAST(a AS time(7)), CAST(b AS datetimeoffset(3)) FROM t
  SELECT DATEDIFF(dd, 0, GETDATE()), DATEADD(mm, DATEDIFF(mm, 0, a), 0) FROM t
  SELECT STUFF((SELECT ',' + a FROM t FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 1, '') AS x
  SELECT @sql = @sql + N'x' + QUOTENAME(name) + CHAR(13) + CHAR(10) FROM sys.tables
  DECLARE @a int = (SELECT COUNT(*) FROM t), @b varchar(10) = CASE WHEN 1 = 1 THEN 'a' END
  WHILE @@FETCH_STATUS = 0 BEGIN FETCH NEXT FROM c INTO @a END CLOSE c DEALLOCATE c
  WHILE EXISTS (SELECT 1 FROM @t) DELETE TOP (1) FROM @t
  BEGIN TRY BEGIN TRAN COMMIT END TRY BEGIN CATCH IF @@TRANCOUNT > 0 ROLLBACK; THROW END CATCH
  RAISERROR (N'%s: %d', 16, 1, @a, @b) WITH LOG
  EXEC @rc = [dbo].[p] @a, @b OUTPUT, @c = DEFAULT
  EXEC sp_rename 'dbo.a', 'b', 'COLUMN'
  EXECUTE ('USE ' + @db + '; SELECT 1')
  EXEC master..xp_cmdshell 'dir', no_output
  SELECT a FROM t1 UNION ALL (SELECT a FROM t2 EXCEPT SELECT a FROM t3) ORDER BY a OFFSET 0 ROWS
  SELECT TOP (SELECT COUNT(*) FROM t) a FROM t
  SELECT TOP 50 PERCENT a FROM t
  SELECT COUNT(DISTINCT CASE WHEN a = 1 THEN b END) FROM t
  SELECT SUM(SUM(a)) OVER (ORDER BY b) FROM t GROUP BY b
  SELECT x.a, ROW_NUMBER() OVER (ORDER BY (SELECT NULL)) rn FROM x
  SELECT NTILE(4) OVER (ORDER BY a DESC), PERCENT_RANK() OVER (ORDER BY a) FROM t
  SELECT [a], [b] FROM (SELECT c, d FROM t) AS s PIVOT (MAX(d) FOR c IN ([a], [b])) AS p WHERE a > 1 ORDER BY b
  SELECT p.*, u.n FROM p UNPIVOT (v FOR n IN ([x], y)) u CROSS JOIN q
  SELECT a FROM dbo.f(@x, DEFAULT) AS f (a) JOIN g() ON 1 = 1
  SELECT HASHBYTES('SHA2_256', CONCAT(a, '|', b)), CONVERT(char(40), HASHBYTES('MD5', a), 2) FROM t
  SELECT a FROM t WHERE CONVERT(varchar(8), d, 112) >= '20200101' AND ISNUMERIC(a) = 1
  SELECT a FROM t WHERE a LIKE '[a-z]%' OR a LIKE '%!%%' ESCAPE '!' AND NOT (b = 1) AND NOT EXISTS (SELECT 1)
  SELECT a AS [Sum Total %], b AS 'quoted', c "dq" FROM t
  SELECT 'It''s' + NCHAR(8364) + N'ü' COLLATE SQL_Latin1_General_CP1_CI_AS
  SELECT -(-1), - (a), +1, ~1, 1 - -1, 5 % 3, 2 ^ 3
  SELECT 1 WHERE 1 <> ALL (SELECT 2) AND 1 > SOME (SELECT 0)
  CREATE TABLE #t (id int IDENTITY PRIMARY KEY CLUSTERED WITH (FILLFACTOR = 90), a nvarchar(max) NULL, b AS UPPER(a), c datetime2(3) NOT NULL CONSTRAINT df_c DEFAULT SYSUTCDATETIME(), INDEX ix (a) WHERE a IS NOT NULL)
  CREATE TABLE t (a int NOT NULL, CONSTRAINT [PK_t] PRIMARY KEY CLUSTERED ([a] ASC)WITH (PAD_INDEX = OFF, STATISTICS_NORECOMPUTE = OFF, IGNORE_DUP_KEY = OFF, ALLOW_ROW_LOCKS = ON, ALLOW_PAGE_LOCKS = ON) ON [PRIMARY]) ON [PRIMARY] TEXTIMAGE_ON [PRIMARY]
  ALTER TABLE [dbo].[t] ADD  CONSTRAINT [DF_x]  DEFAULT (getdate()) FOR [x]
  CREATE UNIQUE NONCLUSTERED INDEX [ix] ON [dbo].[t]([a] ASC,[b] ASC)INCLUDE([c]) WITH (SORT_IN_TEMPDB = OFF, DROP_EXISTING = OFF, ONLINE = OFF) ON [PRIMARY]
  CREATE OR ALTER PROCEDURE dbo.p @a AS int = NULL, @b AS dbo.tt READONLY AS SET NOCOUNT, XACT_ABORT ON; DECLARE @x int = 1; SELECT @x
  CREATE FUNCTION dbo.f (@a nvarchar(max), @d nchar(1)) RETURNS @r TABLE (i int, v nvarchar(max)) WITH SCHEMABINDING AS BEGIN DECLARE @i int = 1; WHILE @i < 3 BEGIN INSERT @r VALUES (@i, @a); SET @i += 1; END; RETURN; END
  CREATE TRIGGER dbo.tr ON dbo.t AFTER INSERT AS BEGIN IF @@ROWCOUNT = 0 RETURN; SET NOCOUNT ON; INSERT INTO audit SELECT * FROM inserted i LEFT JOIN deleted d ON i.id = d.id END
  EXEC sys.sp_addextendedproperty @name=N'MS_DiagramPaneCount', @value=1 , @level0type=N'SCHEMA',@level0name=N'dbo'
  SELECT * FROM [srv].[db].[dbo].[t] a, OPENQUERY([srv], 'SELECT ''x''') b
  MERGE INTO dbo.d AS T USING (SELECT * FROM s) S ON (T.k = S.k AND T.c = 1) WHEN MATCHED AND (T.h <> S.h) THEN UPDATE SET T.c = 0, T.e = GETDATE() WHEN NOT MATCHED THEN INSERT (k, h) VALUES (S.k, S.h) OUTPUT $action AS act, S.*, DELETED.k;
  INSERT INTO d (k) SELECT k FROM (MERGE d T USING s S ON T.k = S.k WHEN MATCHED THEN UPDATE SET c = 0 OUTPUT $action act, S.k) AS m WHERE act = 'UPDATE'
  WITH XMLNAMESPACES (DEFAULT 'u') SELECT x.value('@a', 'int') FROM @d.nodes('/r') n(x)
  SET @x = @y.query('for $i in /a return $i')
  DECLARE @h int EXEC sp_xml_preparedocument @h OUTPUT, @x SELECT * FROM OPENXML(@h, '/r', 1) WITH (a int) EXEC sp_xml_removedocument @h
  GOTO e; e: RETURN
  SELECT NULL AS a, 0x AS b, 1E3 c, 1.0e-2d
  BEGIN DISTRIBUTED TRAN; COMMIT TRAN; IF XACT_STATE() = -1 ROLLBACK TRAN
  PRINT CONCAT('a', 1); PRINT 'x' + CONVERT(varchar, @@ERROR)
  DENY EXECUTE ON OBJECT::dbo.p TO public
  SELECT TRY_CONVERT(xml, a).value('(/x)[1]', 'int') FROM t
  SELECT (a).b.value('.', 'int'), dbo.f(1).ToString() FROM t
  SELECT * FROM t WHERE $IDENTITY = 1 AND t.$ROWGUID IS NOT NULL
  SELECT a FROM t FOR SYSTEM_TIME ALL WITH (NOLOCK)
  SELECT SWITCHOFFSET(a AT TIME ZONE 'UTC', '+01:00'), a AT TIME ZONE 'x' FROM t
  SELECT GROUPING_ID(a), a FROM t GROUP BY GROUPING SETS (a, CUBE (b, c), ())
  SELECT DISTINCT a INTO #x FROM t ORDER BY a
  SELECT a FROM t ORDER BY a FOR XML RAW
  UPDATE STATISTICS dbo.t WITH ROWCOUNT = 1, PAGECOUNT = 2
  DROP INDEX ix ON t WITH (ONLINE = ON, MOVE TO fg)
  CREATE PARTITION FUNCTION f(int) AS RANGE RIGHT FOR VALUES (1, 2)
  TRUNCATE TABLE t WITH (PARTITIONS (1 TO 3))
  ALTER INDEX ALL ON t REBUILD WITH (FILLFACTOR = 80, ONLINE = ON (WAIT_AT_LOW_PRIORITY (MAX_DURATION = 5 MINUTES, ABORT_AFTER_WAIT = SELF)), RESUMABLE = ON)
  ALTER TABLE t ADD SysStart datetime2 GENERATED ALWAYS AS ROW START HIDDEN CONSTRAINT d1 DEFAULT SYSUTCDATETIME(), SysEnd datetime2 GENERATED ALWAYS AS ROW END HIDDEN CONSTRAINT d2 DEFAULT '9999-12-31', PERIOD FOR SYSTEM_TIME (SysStart, SysEnd)
`);

describe('the scripts of real databases', () => {
  it.each(BATCHES)('%s', (sql) => {
    readGood(sql);
  });
});
