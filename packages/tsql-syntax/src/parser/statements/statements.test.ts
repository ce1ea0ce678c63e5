import { describe, it } from 'vitest';
import { expectKinds, lines, ofKind } from '../../testing/round-trip.js';

describe('data modification', () => {
  it.each([
    ...ofKind(
      'Insert',
      ...lines(`
        INSERT INTO t VALUES (1, 'x', NULL, DEFAULT)
        INSERT t (a, b) VALUES (1, 2), (3, 4)
        INSERT INTO t DEFAULT VALUES
        INSERT INTO dbo.t (a) SELECT 1 UNION ALL SELECT 2
        INSERT INTO t WITH (TABLOCK) (a) SELECT a FROM u
        INSERT TOP (5) INTO t SELECT a FROM u ORDER BY a
        INSERT INTO t EXEC dbo.p @a = 1
        INSERT INTO #t (a, b) EXEC ('SELECT 1, 2')
        INSERT INTO @t SELECT 1
        INSERT INTO t (a) OUTPUT inserted.a, inserted.$IDENTITY INTO @x (b) VALUES (1)
        INSERT INTO OPENQUERY(s, 'SELECT a FROM t') VALUES (1)
        INSERT INTO OPENROWSET('a', 'b', 'c') SELECT 1
        INSERT INTO t SELECT a FROM (DELETE FROM u OUTPUT deleted.a WHERE b = 1) AS x
        INSERT INTO t (a) (SELECT 1)
        WITH c AS (SELECT 1 AS a) INSERT INTO t SELECT a FROM c
        WITH CHANGE_TRACKING_CONTEXT (0x01) INSERT INTO t VALUES (1)
      `),
    ),
    ...ofKind(
      'Update',
      ...lines(`
        UPDATE dbo.t SET a = 1, b += 2, c = DEFAULT, d = NULL, @v = e = f, @w = 1 WHERE g = 1
        UPDATE t SET a = u.b FROM t INNER JOIN u ON t.id = u.id WHERE u.c > 1
        UPDATE x SET x.a = 1 FROM dbo.t AS x
        UPDATE TOP (10) t WITH (ROWLOCK) SET a = 1 OUTPUT deleted.a, inserted.a INTO @o
        UPDATE t SET a.WRITE('x', 0, NULL) WHERE id = 1
        UPDATE t SET x.modify('insert <a/> into (/b)[1]')
        UPDATE t SET a = 1 WHERE CURRENT OF GLOBAL c
        UPDATE t SET a = 1 WHERE CURRENT OF @c
        UPDATE @t SET a = 1 OPTION (MAXDOP 1)
        WITH c AS (SELECT TOP 10 * FROM t) UPDATE c SET a = 1
      `),
    ),
    ...ofKind(
      'Delete',
      ...lines(`
        DELETE t WHERE a = 1
        DELETE TOP (5) PERCENT FROM t OUTPUT deleted.* WHERE a = 1
        DELETE x FROM dbo.t AS x INNER JOIN u ON x.a = u.a WHERE u.b IS NULL
        DELETE FROM t WITH (TABLOCK) FROM t JOIN u ON 1 = 1
        DELETE FROM t WHERE CURRENT OF c
        DELETE FROM OPENQUERY(s, 'x')
        WITH c AS (SELECT ROW_NUMBER() OVER (ORDER BY a) AS rn FROM t) DELETE FROM c WHERE rn > 1
      `),
    ),
    ...ofKind(
      'Merge',
      ...lines(`
        MERGE INTO dbo.t AS x USING u AS y ON x.a = y.a WHEN MATCHED AND x.b <> y.b THEN UPDATE SET x.b = y.b, c = DEFAULT WHEN MATCHED THEN DELETE WHEN NOT MATCHED BY TARGET THEN INSERT (a, b) VALUES (y.a, y.b) WHEN NOT MATCHED BY SOURCE AND x.c = 1 THEN DELETE OUTPUT $action, inserted.a, deleted.a INTO @o OPTION (HASH JOIN);
        MERGE TOP (10) t WITH (HOLDLOCK) USING (VALUES (1)) AS s (a) ON t.a = s.a WHEN NOT MATCHED THEN INSERT VALUES (s.a);
        MERGE t USING u ON t.a = u.a WHEN NOT MATCHED THEN INSERT DEFAULT VALUES;
        WITH s AS (SELECT 1 AS a) MERGE t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET b = 1;
      `),
    ),
  ])('%s: %s', (kind, sql) => expectKinds(sql, [kind]));
});

describe('control flow and calls', () => {
  it.each([
    ...ofKind(
      'If',
      'IF a = 1 SELECT 1 ELSE SELECT 2',
      'IF EXISTS (SELECT 1) BEGIN SELECT 1; END ELSE IF 1 = 2 SELECT 2 ELSE BEGIN SELECT 3 END',
      'IF a = 1 SELECT 1; ELSE SELECT 2',
    ),
    ...ofKind('While', 'WHILE @i < 10 BEGIN SET @i += 1; IF @i = 5 BREAK; CONTINUE; END'),
    ...ofKind(
      'TryCatch',
      'BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH THROW; END CATCH',
      'BEGIN TRY SELECT 1 END TRY BEGIN CATCH END CATCH;',
    ),
    ...ofKind(
      'Execute',
      ...lines(`
        EXEC dbo.p
        EXEC dbo.p 1, 'x', @c, DEFAULT, NULL, abc, -1, 0x12, N'y', $5
        EXECUTE @r = dbo.p @a = 1, @b = @c OUTPUT, @d = @e OUT WITH RECOMPILE
        EXEC @p @a
        EXEC ('SELECT ' + @a)
        EXEC (@a + @b) AS USER = 'u'
        EXEC ('SELECT ?', 1, @b OUTPUT) AT srv
        EXEC p;1
        EXEC p WITH RESULT SETS ((a int NOT NULL, b varchar(10) COLLATE Latin1_General_BIN NULL), (c int))
        EXEC p WITH RESULT SETS NONE
        EXEC p WITH RESULT SETS (AS OBJECT dbo.t, AS TYPE dbo.tt, AS FOR XML)
        EXEC sp_executesql N'SELECT @a', N'@a int', @a = 1
        EXEC srv.db.dbo.p
        EXEC sp_addextendedproperty @name = N'MS_Description', @value = N'x', @level0type = N'SCHEMA', @level0name = dbo
        sp_help t
      `),
    ),
  ])('%s: %s', (kind, sql) => expectKinds(sql, [kind]));

  it('needs no semicolons between statements', () => {
    expectKinds(
      'DECLARE @a int = 1 SET @a = 2 IF @a = 1 PRINT 1 ELSE PRINT 2 SELECT @a a UPDATE t SET a = 1 EXEC p DELETE t COMMIT RETURN 1 SELECT 1',
      [
        'DeclareVariable',
        'SetVariable',
        'If',
        'Select',
        'Update',
        'Execute',
        'Delete',
        'CommitTransaction',
        'Return',
        'Select',
      ],
    );
  });

  it('takes words of the grammar as names wherever they are not reserved', () => {
    expectKinds('SELECT offset, window, throw, first, next, value, go_, apply FROM date AS time, x catch, y try', [
      'Select',
    ]);
    expectKinds('done: GOTO done', ['Label', 'GoTo']);
  });
});
