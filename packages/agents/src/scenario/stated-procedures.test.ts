import { expect, it, onTestFinished } from 'vitest';
import { StatedSteps } from '../testing/stated-steps.js';

const TABLES = `
CREATE TABLE dbo.Sale (Id int NOT NULL PRIMARY KEY, Shop int NOT NULL, Amount decimal(9,2) NULL, Day date NOT NULL);
CREATE TABLE dbo.Shop (Shop int NOT NULL PRIMARY KEY, Name varchar(10) NOT NULL, Parent int NULL);
CREATE TABLE dbo.Visit (Shop int NOT NULL, Guests int NOT NULL);
CREATE TABLE dbo.Out1 (Id int NOT NULL, Shop int NULL, Amount decimal(12,2) NULL, Note varchar(20) NULL);
CREATE TABLE dbo.Out2 (Id int NOT NULL, Act varchar(10) NULL, OldAmount decimal(12,2) NULL, NewAmount decimal(12,2) NULL);
CREATE TABLE dbo.Ledger (Id int NOT NULL PRIMARY KEY CLUSTERED, Amount int NOT NULL, Running int NULL);
CREATE TABLE dbo.Batch (BatchId int IDENTITY(5,1) NOT NULL PRIMARY KEY, Lines int NULL, High int NULL);
CREATE SEQUENCE dbo.Keys AS int START WITH 10 INCREMENT BY 1;
CREATE TABLE dbo.Keyed (K int NOT NULL DEFAULT (NEXT VALUE FOR dbo.Keys), Id int NOT NULL);
CREATE TYPE dbo.Ids AS TABLE (Id int NOT NULL PRIMARY KEY);
GO
INSERT INTO dbo.Sale VALUES (1,1,10.50,'20240101'),(2,1,4.25,'20240102'),(3,2,7,'20240102'),(4,3,NULL,'20240105'),(7,2,-3,'20240103');
INSERT INTO dbo.Shop VALUES (1,'ham',NULL),(2,'bgo',1),(3,'osl',1),(4,'trd',3);
INSERT INTO dbo.Visit VALUES (1,5),(1,6),(2,9);
INSERT INTO dbo.Out1 VALUES (1,1,1,'old'),(3,2,2,'old'),(9,9,9,'gone');
INSERT INTO dbo.Ledger VALUES (3,5,NULL),(1,10,NULL),(2,-4,NULL);
GO
CREATE PROCEDURE dbo.Pick @Least decimal(9,2) AS SELECT Shop, Id, Amount FROM dbo.Sale WHERE Amount >= @Least;
GO
CREATE PROCEDURE dbo.Rate @Shop int AS BEGIN IF @Shop > 2 RETURN 2; IF @Shop = 2 RETURN 1; END
GO
CREATE PROCEDURE dbo.Fill AS INSERT INTO #made (Id) SELECT Id FROM dbo.Sale WHERE Shop = 2;
GO
CREATE VIEW dbo.Missing AS SELECT s.Id, s.Shop FROM dbo.Sale s WHERE NOT EXISTS (SELECT 1 FROM dbo.Out1 o WHERE o.Id = s.Id);
GO
CREATE PROCEDURE dbo.Keep @ids dbo.Ids READONLY AS DELETE FROM dbo.Out1 WHERE Id NOT IN (SELECT Id FROM @ids);
GO
`;

const CURSOR = (body: string, order = 'ORDER BY Id', declare = ''): string => `
DECLARE @i int, @s int, @a decimal(9,2)${declare};
DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT Id, Shop, Amount FROM dbo.Sale ${order};
OPEN c; FETCH NEXT FROM c INTO @i, @s, @a;
WHILE @@FETCH_STATUS = 0 BEGIN ${body} FETCH NEXT FROM c INTO @i, @s, @a; END
CLOSE c; DEALLOCATE c;`;

/** Body of a procedure, and what becomes of it: equal on both sides, or refused with this code. */
const EQUAL: readonly (readonly [string, string])[] = [
  // Tables of one procedure that read each other
  [
    'a key that was just made, and a header that counts its lines',
    'DECLARE @low int, @b int; SELECT @low = ISNULL(MAX(High), 0) FROM dbo.Batch; INSERT INTO dbo.Batch (Lines) VALUES (0); SET @b = SCOPE_IDENTITY(); INSERT INTO dbo.Out1 (Id, Shop) SELECT Id, @b FROM dbo.Sale WHERE Id > @low; UPDATE dbo.Batch SET Lines = @@ROWCOUNT, High = (SELECT MAX(Id) FROM dbo.Out1) WHERE BatchId = @b;',
  ],
  [
    'a table made of another one as it is left',
    'DELETE FROM dbo.Out1 WHERE Shop = 1; INSERT INTO dbo.Out1 (Id, Shop) SELECT Id, Shop FROM dbo.Sale; TRUNCATE TABLE dbo.Out2; INSERT INTO dbo.Out2 (Id, NewAmount) SELECT Shop, COUNT(*) FROM dbo.Out1 GROUP BY Shop;',
  ],
  [
    'a table made of another one before and after',
    'INSERT INTO dbo.Out2 (Id, OldAmount) SELECT Id, Amount FROM dbo.Out1; DELETE FROM dbo.Out1 WHERE Shop = 1; INSERT INTO dbo.Out2 (Id, NewAmount) SELECT Id, Amount FROM dbo.Out1;',
  ],
  [
    'a view over what is written, before and after',
    'INSERT INTO dbo.Out1 (Id, Shop) SELECT Id, Shop FROM dbo.Missing WHERE Id < 4; INSERT INTO dbo.Out1 (Id, Shop) SELECT Id, 100 FROM dbo.Missing;',
  ],
  [
    'a value of the one row that a condition finds',
    "DECLARE @a decimal(9,2) = 1; SELECT @a = Amount FROM dbo.Out1 WHERE Note = 'gone'; INSERT INTO dbo.Out2 (Id, NewAmount) SELECT Id, @a FROM dbo.Sale;",
  ],
  [
    'keys from a sequence',
    'INSERT INTO dbo.Keyed (Id) SELECT Id FROM dbo.Sale WHERE Id < 5 ORDER BY Id; INSERT INTO dbo.Keyed (Id) SELECT Id FROM dbo.Shop s JOIN dbo.Sale x ON x.Shop = s.Shop ORDER BY Id DESC;',
  ],
  [
    'a merge that takes one of several matches',
    'MERGE dbo.Ledger t USING (SELECT Shop, Id, Amount FROM dbo.Sale) s ON s.Shop = t.Id WHEN MATCHED AND s.Id IN (1, 7) THEN UPDATE SET Running = s.Id;',
  ],
  [
    'a hierarchy that counts its levels under the usual name',
    `WITH tree (Shop, Name, RecursionLevel) AS (SELECT Shop, Name, 0 FROM dbo.Shop WHERE Parent IS NULL
      UNION ALL SELECT s.Shop, s.Name, t.RecursionLevel + 1 FROM dbo.Shop s JOIN tree t ON t.Shop = s.Parent)
      INSERT INTO dbo.Out1 (Id, Shop, Note) SELECT Shop, RecursionLevel, Name FROM tree;`,
  ],
  // Calls
  ['INSERT … EXEC', 'DELETE FROM dbo.Out1; INSERT INTO dbo.Out1 (Shop, Id, Amount) EXEC dbo.Pick @Least = 5;'],
  [
    'return codes',
    'DECLARE @r int; EXEC @r = dbo.Rate 2; INSERT INTO dbo.Out1 (Id, Shop) VALUES (50, @r); EXEC @r = dbo.Rate 3; INSERT INTO dbo.Out1 (Id, Shop) VALUES (51, @r);',
  ],
  [
    'a temporary table of the caller',
    'CREATE TABLE #made (Id int NOT NULL); EXEC dbo.Fill; INSERT INTO dbo.Out1 (Id) SELECT Id FROM #made;',
  ],
  ['a table parameter', 'DECLARE @l dbo.Ids; INSERT INTO @l SELECT Id FROM dbo.Sale; EXEC dbo.Keep @ids = @l;'],
  [
    'a constant text',
    "DECLARE @t sysname = N'Out1'; DECLARE @q nvarchar(100) = N'DELETE FROM dbo.' + QUOTENAME(@t); EXEC (@q + N' WHERE Shop = 2');",
  ],
  [
    'sp_executesql',
    "DECLARE @n int; EXEC sp_executesql N'SELECT @c = COUNT(*) FROM dbo.Sale WHERE Shop = @p', N'@p int, @c int OUTPUT', @p = 2, @c = @n OUTPUT; INSERT INTO dbo.Out1 (Id, Shop) VALUES (60, @n);",
  ],
  [
    'a text with its own temporary table',
    "EXEC (N'SELECT Id INTO #x FROM dbo.Sale; INSERT INTO dbo.Out1 (Id) SELECT Id FROM #x');",
  ],
  // OUTPUT
  [
    'INSERT OUTPUT',
    "INSERT INTO dbo.Out1 (Id, Amount) OUTPUT inserted.Id, 'I', inserted.Amount INTO dbo.Out2 (Id, Act, NewAmount) SELECT Id, Amount FROM dbo.Sale WHERE Shop = 1;",
  ],
  [
    'UPDATE OUTPUT',
    "UPDATE dbo.Out1 SET Amount = Amount * 2 OUTPUT inserted.Id, 'U', deleted.Amount, inserted.Amount INTO dbo.Out2 WHERE Shop < 9;",
  ],
  [
    'UPDATE FROM OUTPUT',
    "UPDATE o SET Amount = s.Amount OUTPUT deleted.Id, 'U', deleted.Amount, inserted.Amount INTO dbo.Out2 FROM dbo.Out1 o JOIN dbo.Sale s ON s.Id = o.Id;",
  ],
  ['DELETE OUTPUT', "DELETE FROM dbo.Out1 OUTPUT deleted.Id, 'D', deleted.Amount, NULL INTO dbo.Out2 WHERE Shop > 1;"],
  [
    'MERGE OUTPUT',
    'MERGE dbo.Out1 AS t USING dbo.Sale AS s ON t.Id = s.Id WHEN MATCHED AND s.Shop = 2 THEN DELETE WHEN MATCHED THEN UPDATE SET Amount = s.Amount WHEN NOT MATCHED THEN INSERT (Id, Amount) VALUES (s.Id, s.Amount) WHEN NOT MATCHED BY SOURCE THEN UPDATE SET Note = NULL OUTPUT ISNULL(inserted.Id, deleted.Id), $action, deleted.Amount, inserted.Amount INTO dbo.Out2;',
  ],
  // Variables
  [
    'a variable keeps its value where no row is found',
    "DECLARE @n varchar(20) = 'none'; SELECT @n = Name FROM dbo.Shop WHERE Shop = 77; INSERT INTO dbo.Out1 (Id, Note) VALUES (1, @n); SELECT @n = Name FROM dbo.Shop WHERE Shop = 3; INSERT INTO dbo.Out1 (Id, Note) VALUES (2, @n);",
  ],
  [
    'many branches',
    `DECLARE @x int = 0; ${Array.from({ length: 40 }, (_, i) => `IF @x % 3 < 2 SET @x = @x + ${i}; ELSE SET @x = @x * 2 - ${i};`).join(' ')} INSERT INTO dbo.Out1 (Id) VALUES (@x);`,
  ],
  [
    'a key that an UPDATE gives out',
    'DECLARE @k int, @o int; UPDATE dbo.Ledger SET @k = Amount = Amount + 1, @o = Running, Running = 7 WHERE Id = 2; INSERT INTO dbo.Out1 (Id, Shop) SELECT Id, @k FROM dbo.Sale; INSERT INTO dbo.Out1 (Id, Shop) VALUES (99, @o);',
  ],
  [
    'a key of a row that is not there',
    'DECLARE @k int = 4; UPDATE dbo.Ledger SET @k = Amount = Amount + 1 WHERE Id = 77; INSERT INTO dbo.Out1 (Id, Shop) VALUES (99, @k);',
  ],
  [
    'a key that columns are made of',
    'DECLARE @k int = 4; UPDATE dbo.Ledger SET @k = Id * 10 + Amount, Running = @k WHERE Id = 3; INSERT INTO dbo.Out1 (Id, Shop) VALUES (99, @k);',
  ],
  // UPDATE and DELETE with joins
  [
    'UPDATE without a match',
    'UPDATE o SET Note = NULL FROM dbo.Out1 o LEFT JOIN dbo.Visit v ON v.Shop = o.Shop WHERE v.Shop IS NULL;',
  ],
  ['DELETE without a match', 'DELETE o FROM dbo.Out1 o LEFT JOIN dbo.Visit v ON v.Shop = o.Shop WHERE v.Shop IS NULL;'],
  [
    'DELETE with a condition on the other table',
    'DELETE o FROM dbo.Out1 o LEFT JOIN dbo.Visit v ON v.Shop = o.Shop WHERE ISNULL(v.Guests, 0) < 6;',
  ],
  [
    'UPDATE of all by an outer join',
    'UPDATE o SET Note = s.Name FROM dbo.Out1 o LEFT JOIN dbo.Shop s ON s.Shop = o.Shop;',
  ],
  // Batches
  [
    'batches BETWEEN',
    'DECLARE @f int = 1, @t int; WHILE @f <= 5 BEGIN SET @t = @f + 2; INSERT INTO dbo.Out1 (Id) SELECT Id FROM dbo.Sale WHERE Id BETWEEN @f AND @t; SET @f = @t + 1; END',
  ],
  [
    'batches BETWEEN that end at the end',
    'DECLARE @f int = 1, @l int = 5, @t int; WHILE @f <= @l BEGIN SET @t = @f + 2; IF @t > @l SET @t = @l; DELETE FROM dbo.Out1 WHERE Id BETWEEN @f AND @t; SET @f = @t + 1; END',
  ],
  [
    'half-open batches',
    'DECLARE @lo int = 0, @n int = 3; WHILE @lo < 4 BEGIN INSERT INTO dbo.Out1 (Id) SELECT Id FROM dbo.Sale WHERE Id > @lo AND Id <= @lo + @n; SET @lo = @lo + @n; END',
  ],
  [
    'half-open batches with an end of their own',
    'DECLARE @lo int = 1, @hi int; WHILE @lo <= 4 BEGIN SET @hi = @lo + 2; INSERT INTO dbo.Out1 (Id) SELECT Id FROM dbo.Sale WHERE Id >= @lo AND Id < @hi; SET @lo = @hi; END',
  ],
  [
    'batches that group',
    'DECLARE @lo int = 0, @m int; SELECT @m = MAX(Id) FROM dbo.Sale; WHILE @lo < @m BEGIN INSERT INTO dbo.Out1 (Id) SELECT COUNT(*) FROM dbo.Sale WHERE Id > @lo AND Id <= @lo + 3; SET @lo = @lo + 3; END',
  ],
  // Cursors
  ['a cursor row by row', CURSOR('IF @a > 0 INSERT INTO dbo.Out1 (Id, Shop, Amount) VALUES (@i, @s, @a);')],
  [
    'CONTINUE',
    CURSOR('')
      .replace('BEGIN  FETCH', 'BEGIN FETCH')
      .replace('WHILE @@FETCH_STATUS = 0 BEGIN', 'WHILE 1 = 1 BEGIN')
      .replace(
        'FETCH NEXT FROM c INTO @i, @s, @a;\nWHILE 1 = 1 BEGIN FETCH NEXT FROM c INTO @i, @s, @a; END',
        'WHILE 1 = 1 BEGIN FETCH NEXT FROM c INTO @i, @s, @a; IF @@FETCH_STATUS <> 0 BREAK; IF @s = 2 BEGIN DELETE FROM dbo.Out1 WHERE Id = @i; CONTINUE; END INSERT INTO dbo.Out2 (Id) VALUES (@i); END',
      ),
  ],
  [
    'a running total',
    CURSOR(
      'SET @r = @r + ISNULL(@a, 0); INSERT INTO dbo.Out1 (Id, Amount) VALUES (@i, @r);',
      'ORDER BY Day, Id',
      ', @r decimal(12,2) = 100',
    ),
  ],
  [
    'the row before',
    CURSOR(
      "INSERT INTO dbo.Out1 (Id, Shop, Note) VALUES (@i, @q, CASE WHEN @q = @s THEN 'same' ELSE 'new' END); SET @q = @s;",
      'ORDER BY Id DESC',
      ', @q int',
    ),
  ],
  [
    'first and last of a group',
    CURSOR(
      "IF @q IS NULL OR @q <> @s BEGIN SET @n = 0; SET @q = @s; END SET @n = @n + 1; IF @n = 1 INSERT INTO dbo.Out1 (Id, Shop, Note) VALUES (@i, @s, 'first');",
      'ORDER BY Shop, Id',
      ', @q int, @n int',
    ),
  ],
  [
    'what is left behind a loop',
    `${CURSOR('SET @n = @n + @s;', 'ORDER BY Id', ', @n int = 5')} INSERT INTO dbo.Out1 (Id, Shop) VALUES (80, @n);`,
  ],
  [
    'a cursor that removes and adds its own rows',
    CURSOR('DELETE FROM dbo.Out1 WHERE Id = @i; INSERT INTO dbo.Out1 (Id, Shop) VALUES (@i, @s);'),
  ],
  [
    'rows that are kept apart',
    CURSOR(
      'INSERT INTO dbo.Out1 (Id, Shop, Amount) SELECT @i, 55, COUNT(*) FROM dbo.Out1 o WHERE o.Shop < 55 AND o.Id <= @i;',
    ),
  ],
  // Loops
  [
    'days',
    "DECLARE @d date = '20240101'; WHILE @d <= '20240103' BEGIN INSERT INTO dbo.Out1 (Id, Amount) SELECT DAY(@d), SUM(Amount) FROM dbo.Sale WHERE Day = @d; SET @d = DATEADD(day, 1, @d); END",
  ],
  [
    'levels',
    'DECLARE @l int = 1; DELETE FROM dbo.Out1; INSERT INTO dbo.Out1 (Id, Shop) SELECT Shop, @l FROM dbo.Shop WHERE Parent IS NULL; WHILE @@ROWCOUNT > 0 BEGIN SET @l = @l + 1; INSERT INTO dbo.Out1 (Id, Shop) SELECT s.Shop, @l FROM dbo.Shop s JOIN dbo.Out1 o ON o.Id = s.Parent WHERE o.Shop = @l - 1; END',
  ],
  [
    'levels that a join asks for',
    'DECLARE @l int = 1; DELETE FROM dbo.Out1; INSERT INTO dbo.Out1 (Id, Shop) SELECT Shop, @l FROM dbo.Shop WHERE Parent IS NULL; WHILE @@ROWCOUNT > 0 BEGIN SET @l = @l + 1; INSERT INTO dbo.Out1 (Id, Shop) SELECT s.Shop, @l FROM dbo.Shop s JOIN dbo.Out1 o ON o.Id = s.Parent AND o.Shop = @l - 1; END',
  ],
  [
    'a list of tables',
    "DECLARE @l TABLE (N int PRIMARY KEY, T sysname); INSERT INTO @l VALUES (1, N'Sale'), (2, N'Shop'); DECLARE @n int = 1, @t sysname, @q nvarchar(200); WHILE @n <= 2 BEGIN SELECT @t = T FROM @l WHERE N = @n; SET @q = N'INSERT INTO dbo.Out1 (Id, Note) SELECT COUNT(*), ''' + @t + N''' FROM dbo.' + QUOTENAME(@t); EXEC (@q); SET @n += 1; END",
  ],
  [
    'a cursor over a list',
    "DECLARE @l TABLE (N int PRIMARY KEY, T sysname); INSERT INTO @l VALUES (1, N'Sale'), (2, N'Shop'); DECLARE @t sysname, @q nvarchar(200); DECLARE c CURSOR FOR SELECT T FROM @l ORDER BY N; OPEN c; FETCH NEXT FROM c INTO @t; WHILE @@FETCH_STATUS = 0 BEGIN SET @q = N'INSERT INTO dbo.Out1 (Id) SELECT COUNT(*) FROM dbo.' + @t; EXEC (@q); FETCH NEXT FROM c INTO @t; END CLOSE c; DEALLOCATE c;",
  ],
  ['a running total along the key', 'DECLARE @r int = 3; UPDATE dbo.Ledger SET @r = Running = @r + Amount;'],
  // Definitions
  [
    'SWITCH',
    'SELECT Id, Amount, Running INTO #l FROM dbo.Ledger; DELETE FROM dbo.Ledger; INSERT INTO dbo.Ledger SELECT Id, Amount, 1 FROM #l;',
  ],
  [
    'a table of its own',
    'CREATE TABLE dbo.Work (Id int NOT NULL); INSERT INTO dbo.Work SELECT Id FROM dbo.Sale; INSERT INTO dbo.Out1 (Id) SELECT Id FROM dbo.Work; DROP TABLE dbo.Work;',
  ],
];

const REFUSED: readonly (readonly [string, string, string])[] = [
  [
    'a text of rows',
    'DECLARE @q nvarchar(100); SELECT @q = MAX(Name) FROM dbo.Shop; EXEC (@q);',
    'analyse-dynamic-sql',
  ],
  ['a text of a parameter', "DECLARE @q nvarchar(100) = N'DELETE FROM dbo.' + @p; EXEC (@q);", 'analyse-dynamic-sql'],
  ['a text that does not bind', "EXEC (N'DELETE FROM dbo.Nothing');", 'analyse-dynamic-sql'],
  [
    'a column that sees what the one before assigned',
    'DECLARE @a int, @b int; SELECT @a = MAX(Id), @b = @a + 1 FROM dbo.Sale; UPDATE dbo.Out1 SET Shop = @b;',
    'analyse-variable-rows',
  ],
  [
    'batches that read what batches wrote',
    'DECLARE @lo int = 0, @m int; SELECT @m = MAX(Id) FROM dbo.Sale; WHILE @lo < @m BEGIN INSERT INTO dbo.Out1 (Id) SELECT s.Id FROM dbo.Sale s WHERE s.Id > @lo AND s.Id <= @lo + 3 AND NOT EXISTS (SELECT 1 FROM dbo.Out1 o WHERE o.Shop = s.Shop); SET @lo = @lo + 3; END',
    'analyse-loop',
  ],
  [
    'rows that another round has added',
    CURSOR('INSERT INTO dbo.Out1 (Id, Amount) SELECT @i, COUNT(*) FROM dbo.Out1;'),
    'analyse-loop',
  ],
  [
    'a count before the row is added',
    CURSOR(
      'SELECT @n = COUNT(*) FROM dbo.Out1; INSERT INTO dbo.Out1 (Id, Shop) VALUES (@i, @n);',
      'ORDER BY Id',
      ', @n int',
    ),
    'analyse-loop',
  ],
  [
    'a cursor that removes what another round has added',
    CURSOR('DELETE FROM dbo.Out1 WHERE Shop = @s; INSERT INTO dbo.Out1 (Id, Shop) VALUES (@i, @s);'),
    'analyse-loop',
  ],
  [
    'values along rows that stand level',
    CURSOR('SET @r = @r + @i; INSERT INTO dbo.Out1 (Id) VALUES (@r);', 'ORDER BY Shop', ', @r int = 0'),
    'analyse-loop',
  ],
  ['an end within a loop', CURSOR('IF @a IS NULL RETURN; INSERT INTO dbo.Out1 (Id) VALUES (@i);'), 'analyse-statement'],
  [
    'a running total of values that may be missing',
    'DECLARE @r int = 3; UPDATE dbo.Out1 SET @r = Shop = @r + Shop;',
    'analyse-statement',
  ],
  [
    'a row that is found by what it tells',
    'DECLARE @k int = 1; UPDATE dbo.Ledger SET @k = Amount = Amount + 1 WHERE Id = @k; INSERT INTO dbo.Out1 (Id) SELECT Id FROM dbo.Sale;',
    'analyse-statement',
  ],
  [
    'what the last of several rows tells',
    'DECLARE @k int; UPDATE dbo.Ledger SET @k = Amount = Amount * 2 WHERE Amount > 0;',
    'analyse-statement',
  ],
  ['a table that stays dropped', 'DROP TABLE dbo.Visit;', 'analyse-statement'],
  ['a result in a loop', CURSOR('SELECT @i;'), 'analyse-statement'],
];

function refresh(body: string): StatedSteps {
  const script = `${TABLES}CREATE PROCEDURE dbo.Refresh @p varchar(20) = 'x' AS\nBEGIN\nSET NOCOUNT ON;\n${body}\nEND\nGO\n`;
  const stated = new StatedSteps([script], ['dbo.Out1', 'dbo.Out2', 'dbo.Ledger', 'dbo.Batch', 'dbo.Keyed']);
  onTestFinished(() => stated.close());
  return stated;
}

async function outcomes(body: string): Promise<readonly string[]> {
  const found = await refresh(body).run([
    { exec: 'EXEC dbo.Refresh' },
    {
      mutate: "INSERT INTO dbo.Sale VALUES (5,3,100,'20240102'); DELETE FROM dbo.Sale WHERE Id = 3;",
      exec: 'EXEC dbo.Refresh',
    },
  ]);
  return [...new Set(found.map(({ outcome }) => outcome))];
}

it.each(EQUAL)('%s: the same rows', async (_, body) => {
  expect(await outcomes(body)).toEqual(['equal']);
});

it.each(REFUSED)('%s: refused', (_, body, code) => {
  expect(
    refresh(body)
      .refusals()
      .find((each) => each.startsWith('Refresh')),
  ).toContain(`Refresh: ${code}: `);
});
