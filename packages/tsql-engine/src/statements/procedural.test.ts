import { describe, expect, it } from 'vitest';
import { errorOf, rows, run } from '../testing/run-sql.js';

describe('control flow', () => {
  it('loops, breaks and jumps', () => {
    expect(
      rows(`DECLARE @i int = 0, @s varchar(20) = '';
        WHILE 1 = 1 BEGIN SET @i += 1; IF @i = 2 CONTINUE; IF @i > 4 BREAK; SET @s += CAST(@i AS varchar(5)); END;
        GOTO done; SET @s = 'never'; done: SELECT @s`),
    ).toEqual([['134']]);
  });

  it('goes on behind an error of a statement, not behind one that ends the batch', () => {
    const statement = run('SELECT 1 / 0; SELECT 2 AS v');
    expect(statement.error?.number).toBe(8134);
    expect(statement.resultSets.at(-1)?.rows).toEqual([['2']]);
    const batch = run("SELECT CAST('x' AS int);\nSELECT 2 AS v\nGO\nSELECT 3 AS v");
    expect(batch.error).toMatchObject({ number: 245, line: 1 });
    expect(batch.resultSets.at(-1)?.rows).toEqual([['3']]);
  });

  it('catches errors and tells about them', () => {
    expect(
      rows(`BEGIN TRY
  SELECT 1 / 0;
END TRY BEGIN CATCH SELECT ERROR_NUMBER(), ERROR_SEVERITY(), ERROR_LINE() END CATCH`),
    ).toEqual([['8134', '16', '2']]);
    expect(run("THROW 50001, 'mine', 3").error).toMatchObject({ number: 50001, state: 3, message: 'mine' });
    expect(run("RAISERROR('%s is %d', 16, 1, 'x', 5)").error).toMatchObject({ number: 50000, message: 'x is 5' });
    expect(run("RAISERROR('note', 10, 1); PRINT 'text'").messages).toEqual(['note', 'text']);
  });
});

/** https://learn.microsoft.com/sql/t-sql/language-elements/variables-transact-sql: to the end of the batch or module. */
describe('DECLARE', () => {
  const BODY: readonly (readonly [string, string, (string | null)[][]])[] = [
    ['in a branch that is not taken', 'IF 1 = 0 DECLARE @x int = 5; SELECT @x', [[null]]],
    ['in the other branch', 'IF 1 = 1 DECLARE @x int = 5; ELSE DECLARE @y int = 6; SELECT @x, @y', [['5', null]]],
    ['in a loop without rounds', 'WHILE 1 = 0 BEGIN DECLARE @x int = 5; END SET @x = 1; SELECT @x', [['1']]],
    [
      'in a CATCH that is not reached',
      "BEGIN TRY PRINT 'a'; END TRY BEGIN CATCH DECLARE @x int = 5; END CATCH SELECT @x",
      [[null]],
    ],
    [
      'behind an error',
      'BEGIN TRY SELECT 1 / 0 AS a; DECLARE @x int = 5; END TRY BEGIN CATCH SELECT @x; END CATCH',
      [[null]],
    ],
    ['that GOTO passes by', 'GOTO l; DECLARE @x int = 5; l: SELECT @x', [[null]]],
    ['of a table', 'IF 1 = 0 DECLARE @t TABLE (a int); INSERT @t VALUES (1); SELECT a FROM @t', [['1']]],
    [
      'without a value in a loop',
      'DECLARE @i int = 0; WHILE @i < 3 BEGIN SET @i += 1; DECLARE @s int; SET @s = ISNULL(@s, 0) + @i; END SELECT @s',
      [['6']],
    ],
    [
      'with a value in a loop',
      'DECLARE @i int = 0; WHILE @i < 3 BEGIN SET @i += 1; DECLARE @s int = 0; SET @s += @i; END SELECT @s',
      [['3']],
    ],
  ];

  it.each(BODY)('%s declares the variable: a batch', (_, sql, expected) => {
    expect(run(sql).resultSets.at(-1)?.rows).toEqual(expected);
  });

  it.each(BODY)('%s declares the variable: a procedure', (_, sql, expected) => {
    expect(run(`CREATE PROCEDURE dbo.P AS BEGIN ${sql} END\nGO\nEXEC dbo.P`).resultSets.at(-1)?.rows).toEqual(expected);
  });

  it('declares in functions and texts, too', () => {
    const sql = `CREATE FUNCTION dbo.F (@n int) RETURNS int AS BEGIN IF @n > 5 BEGIN DECLARE @x int = @n; END RETURN @x; END
GO
CREATE FUNCTION dbo.G (@n int) RETURNS @t TABLE (a int) AS BEGIN IF @n > 5 BEGIN DECLARE @x int = @n; END INSERT @t VALUES (@x); RETURN; END
GO
SELECT dbo.F(7), dbo.F(2), g.a FROM dbo.G(2) g`;
    expect(rows(sql)).toEqual([['7', null, null]]);
    expect(rows("EXEC ('IF 1 = 0 DECLARE @x int = 5; SELECT @x')")).toEqual([[null]]);
  });

  it('does not know a variable before its DECLARE', () => {
    expect(errorOf('SELECT @x; IF 1 = 0 DECLARE @x int')).toBe(137);
    expect(errorOf('IF 1 = 0 BEGIN SELECT @x; DECLARE @x int; END')).toBe(137);
  });
});

describe('transactions', () => {
  const TABLE = 'CREATE TABLE t (a int);';

  it('take back what was not committed', () => {
    expect(rows(`${TABLE} BEGIN TRAN; INSERT t VALUES (1); ROLLBACK; INSERT t VALUES (2); SELECT a FROM t`)).toEqual([
      ['2'],
    ]);
  });

  it('go back to a savepoint', () => {
    expect(
      rows(
        `${TABLE} BEGIN TRAN; INSERT t VALUES (1); SAVE TRAN s; INSERT t VALUES (2); ROLLBACK TRAN s; COMMIT; SELECT a FROM t`,
      ),
    ).toEqual([['1']]);
  });

  it('are doomed by XACT_ABORT inside TRY', () => {
    const sql = `${TABLE} SET XACT_ABORT ON; BEGIN TRY BEGIN TRAN; INSERT t VALUES (1); SELECT 1 / 0; COMMIT; END TRY
      BEGIN CATCH SELECT XACT_STATE(); ROLLBACK; END CATCH; SELECT COUNT(*) FROM t`;
    expect(
      run(sql)
        .resultSets.slice(-2)
        .map((set) => set.rows),
    ).toEqual([[['-1']], [['0']]]);
  });
});

describe('modules', () => {
  it('calls procedures with defaults, OUTPUT and a status', () => {
    const sql = `CREATE PROCEDURE dbo.P @a int, @b int = 5, @c int OUTPUT AS BEGIN SET @c = @a + @b; RETURN 3; END
GO
DECLARE @r int, @x int; EXEC @r = dbo.P 1, @c = @x OUTPUT; SELECT @r, @x`;
    expect(rows(sql)).toEqual([['3', '6']]);
  });

  it('gives 0 as the status of a procedure of its own', () => {
    expect(rows("DECLARE @r int; EXEC @r = sp_getapplock 'load', 'Exclusive', 'Session'; SELECT @r")).toEqual([['0']]);
  });

  it('runs scalar, inline and multi-statement functions', () => {
    const sql = `CREATE FUNCTION dbo.Cut (@s varchar(50)) RETURNS varchar(3) AS BEGIN RETURN @s END
GO
CREATE FUNCTION dbo.Upto (@n int) RETURNS TABLE AS RETURN SELECT value AS v FROM GENERATE_SERIES(1, @n)
GO
CREATE FUNCTION dbo.Pairs (@n int) RETURNS @t TABLE (v int, w int) AS BEGIN INSERT @t SELECT v, v * 2 FROM dbo.Upto(@n); RETURN END
GO
SELECT dbo.Cut('abcdef'), p.v, p.w FROM (VALUES (2)) x(n) CROSS APPLY dbo.Pairs(x.n) p`;
    expect(rows(sql)).toEqual([
      ['abc', '1', '2'],
      ['abc', '2', '4'],
    ]);
  });

  it('fires triggers with the rows of the statement', () => {
    const sql = `CREATE TABLE t (a int); CREATE TABLE log (a int, old int)
GO
CREATE TRIGGER dbo.Watch ON dbo.t AFTER UPDATE AS INSERT log SELECT i.a, d.a FROM inserted i CROSS JOIN deleted d WHERE UPDATE(a)
GO
INSERT t VALUES (1); UPDATE t SET a = 2; SELECT a, old FROM log`;
    expect(rows(sql)).toEqual([['2', '1']]);
  });

  it('shows #tables to what it calls and drops those of a procedure', () => {
    const sql = `CREATE PROCEDURE dbo.Fill AS BEGIN CREATE TABLE #own (a int); INSERT #up VALUES (1) END
GO
CREATE TABLE #up (a int); EXEC dbo.Fill; SELECT a, OBJECT_ID('tempdb..#own') FROM #up`;
    expect(rows(sql)).toEqual([['1', null]]);
  });

  it('runs dynamic SQL with typed parameters', () => {
    const sql =
      "DECLARE @o int; EXEC sp_executesql N'SET @o = @a * 2', N'@a int, @o int OUTPUT', 21, @o OUTPUT; SELECT @o";
    expect(rows(sql)).toEqual([['42']]);
  });
});

describe('cursors', () => {
  it('walk over rows in order', () => {
    const sql = `DECLARE @v int, @s varchar(20) = ''; DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT v FROM (VALUES (3), (1), (2)) x(v) ORDER BY v;
      OPEN c; FETCH NEXT FROM c INTO @v; WHILE @@FETCH_STATUS = 0 BEGIN SET @s += CAST(@v AS varchar(5)); FETCH NEXT FROM c INTO @v; END;
      CLOSE c; DEALLOCATE c; SELECT @s`;
    expect(rows(sql)).toEqual([['123']]);
  });

  it('a dynamic one moves on by the clustered key', () => {
    const sql = `CREATE TABLE t (id int PRIMARY KEY); INSERT t VALUES (1), (2); DECLARE @id int, @n int = 0;
      DECLARE c CURSOR DYNAMIC FOR SELECT id FROM t; OPEN c; FETCH NEXT FROM c INTO @id;
      WHILE @@FETCH_STATUS = 0 BEGIN SET @n += 1; IF @id < 4 INSERT t VALUES (@id + 2); FETCH NEXT FROM c INTO @id; END; SELECT @n`;
    expect(rows(sql)).toEqual([['5']]);
  });
});
