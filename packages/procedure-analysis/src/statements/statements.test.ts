import { describe, expect, it } from 'vitest';
import { tablesRead } from '../queries/tables-read.js';
import { analyseText, outcomeOf } from '../testing/analyse-text.js';

type Rows = readonly (readonly [string, string])[];

const CURSOR = (body: string, declared = ''): string => `DECLARE @i int, @a int${declared};
DECLARE c CURSOR FOR SELECT Id, Amount FROM dbo.Source ORDER BY Id;
OPEN c; FETCH NEXT FROM c INTO @i, @a;
WHILE @@FETCH_STATUS = 0 BEGIN ${body} FETCH NEXT FROM c INTO @i, @a; END CLOSE c; DEALLOCATE c;`;

const INSERT: Rows = [
  ['INSERT INTO dbo.Target SELECT Id, Code, Amount FROM dbo.Source;', 'Target appended'],
  ['TRUNCATE TABLE dbo.Target; INSERT INTO dbo.Target SELECT Id, Code, Amount FROM dbo.Source;', 'Target replaced'],
  ['DELETE FROM dbo.Target WHERE Id > 5; INSERT INTO dbo.Target VALUES (1, NULL, 2);', 'Target rewritten'],
  ['INSERT TOP (3) INTO dbo.Target SELECT Id, Code, Amount FROM dbo.Source;', 'analyse-any-rows'],
  ['INSERT INTO dbo.Second EXEC dbo.Rows;', 'Second appended'],
  ['INSERT INTO dbo.Second (Id) EXEC dbo.Rows;', 'analyse-statement'],
  [
    'INSERT INTO dbo.Second (Id) OUTPUT inserted.Id INTO dbo.Heap (Id) SELECT Id FROM dbo.Source;',
    'Second appended, Heap appended',
  ],
];

const UPDATE: Rows = [
  ["UPDATE dbo.Target SET Code = 'x' WHERE Amount > 2;", 'Target rewritten'],
  ['UPDATE t SET Code = o.Code FROM dbo.Target t JOIN dbo.Other o ON o.Id = t.Id;', 'Target rewritten'],
  [
    'UPDATE t SET Code = NULL FROM dbo.Target t LEFT JOIN dbo.Heap h ON h.Id = t.Id WHERE h.Id IS NULL;',
    'Target rewritten',
  ],
  ['UPDATE TOP (2) dbo.Target SET Amount = 1;', 'analyse-any-rows'],
  [
    'UPDATE t SET Code = h.Code OUTPUT inserted.Id INTO dbo.Second (Id) FROM dbo.Target t JOIN dbo.Heap h ON h.Id = t.Id;',
    'analyse-statement',
  ],
  [
    'UPDATE t SET Code = o.Code OUTPUT inserted.Id INTO dbo.Second (Id) FROM dbo.Target t JOIN dbo.Other o ON o.Id = t.Id;',
    'Target rewritten, Second appended',
  ],
  ['DECLARE @r int = 0; UPDATE dbo.Target SET @r = Amount = @r + Amount;', 'Target rewritten'],
  ['DECLARE @r int = 0; UPDATE dbo.Heap SET @r = Amount = @r + 1;', 'analyse-statement'],
];

const OUTPUT_ONCE: Rows = [
  // A key that a constraint keeps, and one that rows only happen to have.
  [
    `CREATE TABLE #t (Id int PRIMARY KEY); INSERT INTO #t SELECT Id FROM dbo.Heap;
     UPDATE t SET Amount = k.Id OUTPUT inserted.Id INTO dbo.Second (Id) FROM dbo.Target t JOIN #t k ON k.Id = t.Id;`,
    'Target rewritten, Second appended',
  ],
  [
    `SELECT DISTINCT Amount INTO #t FROM dbo.Heap;
     UPDATE t SET Amount = k.Amount OUTPUT inserted.Id INTO dbo.Second (Id) FROM dbo.Target t JOIN #t k ON k.Amount = t.Id;`,
    'Target rewritten, Second appended',
  ],
  [
    `SELECT DISTINCT Amount INTO #t FROM dbo.Heap; INSERT INTO #t VALUES (1);
     UPDATE t SET Amount = k.Amount OUTPUT inserted.Id INTO dbo.Second (Id) FROM dbo.Target t JOIN #t k ON k.Amount = t.Id;`,
    'analyse-statement',
  ],
  // '1' and '01' are the same number.
  [
    `SELECT DISTINCT Code INTO #t FROM dbo.Heap;
     UPDATE t SET Code = k.Code OUTPUT inserted.Id INTO dbo.Second (Id) FROM dbo.Target t JOIN #t k ON k.Code = t.Id;`,
    'analyse-statement',
  ],
];

const DELETE: Rows = [
  ['DELETE FROM dbo.Target;', 'Target replaced'],
  ['DELETE t FROM dbo.Target t LEFT JOIN dbo.Heap h ON h.Id = t.Id WHERE h.Id IS NULL;', 'Target rewritten'],
  [
    'DELETE FROM dbo.Target OUTPUT deleted.Id INTO dbo.Second (Id) WHERE Amount = 1;',
    'Target rewritten, Second appended',
  ],
  ['DELETE TOP (5) FROM dbo.Target;', 'analyse-any-rows'],
];

const MERGE: Rows = [
  [
    'MERGE dbo.Target t USING dbo.Other s ON s.Id = t.Id WHEN MATCHED THEN UPDATE SET Code = s.Code WHEN NOT MATCHED THEN INSERT (Id, Amount) VALUES (s.Id, 0);',
    'Target rewritten',
  ],
  [
    'MERGE dbo.Target t USING dbo.Other s ON s.Id = t.Id WHEN NOT MATCHED BY SOURCE THEN DELETE OUTPUT deleted.Id, $action INTO dbo.Second (Id, Code);',
    'Target rewritten, Second appended',
  ],
];

const TEXT: Rows = [
  ["EXEC (N'DELETE FROM dbo.Target');", 'Target replaced'],
  [
    "DECLARE @t sysname = N'Target', @q nvarchar(99); SET @q = N'DELETE FROM dbo.' + QUOTENAME(@t); EXEC sp_executesql @q;",
    'Target replaced',
  ],
  ["DECLARE @q nvarchar(99) = N'DELETE FROM dbo.' + @p; EXEC (@q);", 'analyse-dynamic-sql'],
  [
    "DECLARE @q nvarchar(99); IF @p = 'x' SET @q = N'DELETE FROM dbo.Target'; ELSE SET @q = N'DELETE FROM dbo.Second'; EXEC (@q);",
    'Second rewritten, Target rewritten',
  ],
  [
    "DECLARE @q nvarchar(99) = N'SELECT Id FROM dbo.Source WHERE 1 = 1'; IF @p = 'x' SET @q += N' AND Amount > 5'; EXEC (@q);",
    'result',
  ],
  [
    "DECLARE @q nvarchar(99) = N'SELECT Id'; IF @p = 'x' SET @q += N', Code'; SET @q += N' FROM dbo.Source'; EXEC (@q);",
    'analyse-dynamic-sql',
  ],
  ["DECLARE @q nvarchar(99) = N'SELECT 1 AS v'; IF @p = @q SET @q += @p; EXEC (@q);", 'analyse-dynamic-sql'],
  // What a call returns goes to the client.
  ['DELETE FROM dbo.Target; EXEC dbo.Rows 5;', 'Target replaced, result'],
  ['DELETE FROM dbo.Target; WHILE @p IS NULL BEGIN EXEC dbo.Rows; SET @p = 1; END', 'analyse-call'],
];

const LOOPS: Rows = [
  [CURSOR('INSERT INTO dbo.Second (Id, Amount) VALUES (@i, @a);'), 'Second appended'],
  [CURSOR('SET @r = @r + @a; INSERT INTO dbo.Second (Id, Amount) VALUES (@i, @r);', ', @r int = 0'), 'Second appended'],
  [CURSOR('INSERT INTO dbo.Second (Id) SELECT COUNT(*) FROM dbo.Second;'), 'analyse-loop'],
  [CURSOR('IF @a = 0 BREAK; INSERT INTO dbo.Second (Id) VALUES (@i);'), 'analyse-loop'],
  [CURSOR('SELECT @i;'), 'analyse-statement'],
  [CURSOR('UPDATE dbo.Target SET Amount = @a WHERE Id = @i;'), 'Target rewritten'],
  [CURSOR('UPDATE dbo.Target SET Amount = @a WHERE Id = @a;'), 'Target rewritten'],
  [CURSOR('UPDATE dbo.Target SET Amount = 1 WHERE Id = @a;'), 'Target rewritten'],
  [CURSOR('UPDATE dbo.Target SET Amount = Amount + 1 WHERE Id = @a;'), 'Target rewritten'],
  [CURSOR("UPDATE dbo.Target SET Code = CONCAT(Id, 'x') WHERE Id = @a;"), 'Target rewritten'],
  [
    `DECLARE @t table (a int, n int); INSERT INTO @t SELECT Amount, COUNT(*) FROM dbo.Source GROUP BY Amount;
     DECLARE @a int, @n int; DECLARE c CURSOR FOR SELECT * FROM @t; OPEN c; FETCH NEXT FROM c INTO @a, @n;
     WHILE @@FETCH_STATUS = 0 BEGIN UPDATE dbo.Target SET Amount = @n WHERE Id = @a; FETCH NEXT FROM c INTO @a, @n; END`,
    'Target rewritten',
  ],
  [
    'DECLARE @l int = 0, @m int; SELECT @m = MAX(Id) FROM dbo.Source; WHILE @l < @m BEGIN INSERT INTO dbo.Second (Id) SELECT Id FROM dbo.Source WHERE Id > @l AND Id <= @l + 10; SET @l = @l + 10; END',
    'Second appended',
  ],
  [
    'WHILE EXISTS (SELECT 1 FROM dbo.Target WHERE Amount > 9) UPDATE dbo.Target SET Amount = Amount / 2;',
    'analyse-loop',
  ],
  [
    'DECLARE @n int = 1; WHILE @n < 4 BEGIN INSERT INTO dbo.Second (Id) VALUES (@n * @n); SET @n = @n + 1; END',
    'Second appended',
  ],
  [
    'DECLARE @n int = 1; WHILE 4 > @n BEGIN INSERT INTO dbo.Second (Id) VALUES (@n * @n); SET @n = @n + 1; END',
    'Second appended',
  ],
  [
    'DECLARE @d date = DATEFROMPARTS(2024, 1, 1); WHILE YEAR(@d) = 2024 BEGIN INSERT INTO dbo.Second (Id) VALUES (DAY(@d)); SET @d = DATEADD(day, 1, @d); END',
    'Second appended',
  ],
  [
    'DECLARE @n int = 1; WHILE YEAR(@n) = 1900 BEGIN INSERT INTO dbo.Second (Id) VALUES (@n); SET @n = @n + 1; END',
    'Second appended',
  ],
  [
    'DECLARE @a int = 0, @b int = 1, @s int; WHILE @b < 100 BEGIN SET @s = @a + @b; SET @a = @b; SET @b = @s; IF @s % 2 = 0 INSERT INTO dbo.Second (Id) VALUES (@s); END INSERT INTO dbo.Heap (Id) VALUES (@b);',
    'Second appended, Heap appended',
  ],
  [
    'DECLARE @k int; SELECT @k = MIN(Id) FROM dbo.Source; WHILE @k IS NOT NULL BEGIN INSERT INTO dbo.Second (Id) VALUES (@k); SELECT @k = MIN(Id) FROM dbo.Source WHERE Id > @k; END',
    'Second appended',
  ],
  [
    'DECLARE @k int; SELECT @k = MIN(Id) FROM dbo.Target; WHILE @k IS NOT NULL BEGIN DELETE FROM dbo.Target WHERE Id = @k; SELECT @k = MIN(Id) FROM dbo.Target; END',
    'analyse-loop',
  ],
];

const ROW_LIMIT: Rows = [
  ['SET ROWCOUNT 3; SELECT Id FROM dbo.Source ORDER BY Amount DESC, Id;', 'result'],
  ['SET ROWCOUNT 3; DELETE FROM dbo.Target;', 'analyse-statement'],
  ['SET ROWCOUNT 3; SELECT TOP (2) Id FROM dbo.Source ORDER BY Id;', 'analyse-statement'],
  ['SET ROWCOUNT 3; SET ROWCOUNT 0; DELETE FROM dbo.Target;', 'Target replaced'],
  ["IF @p = 'x' SET ROWCOUNT 3; DELETE FROM dbo.Target;", 'analyse-statement'],
];

const CHANGES = (body: string, order = 'ORDER BY Id'): string => `DECLARE @i int, @k int;
DECLARE c CURSOR FOR SELECT Id, Amount FROM dbo.Source ${order};
OPEN c; FETCH NEXT FROM c INTO @i, @k;
WHILE @@FETCH_STATUS = 0 BEGIN ${body} FETCH NEXT FROM c INTO @i, @k; END CLOSE c; DEALLOCATE c;`;

// Several rows of the cursor work on the same row of the table.
const ROUNDS_ON_ONE_ROW: Rows = [
  [
    CHANGES(`IF EXISTS (SELECT 1 FROM dbo.Target WHERE Id = @k) UPDATE dbo.Target SET Code = 'x', Amount = @i WHERE Id = @k;
      ELSE INSERT INTO dbo.Target (Id, Code, Amount) VALUES (@k, 'x', @i);`),
    'Target rewritten',
  ],
  [
    CHANGES(`UPDATE dbo.Target SET Code = 'x', Amount = @i WHERE Id = @k;
      IF @@ROWCOUNT = 0 INSERT INTO dbo.Target (Id, Code, Amount) VALUES (@k, 'x', @i);`),
    'Target rewritten',
  ],
  [CHANGES('DELETE FROM dbo.Target WHERE Id = @k;'), 'Target rewritten'],
  // The column that is left out keeps what an earlier round has given it.
  [
    CHANGES(`IF EXISTS (SELECT 1 FROM dbo.Target WHERE Id = @k) UPDATE dbo.Target SET Amount = @i WHERE Id = @k;
      ELSE INSERT INTO dbo.Target (Id, Code, Amount) VALUES (@k, 'x', @i);`),
    'Target rewritten',
  ],
  // A row that is not there stays away, and one that is there is overwritten.
  [CHANGES("UPDATE dbo.Target SET Code = 'x', Amount = @i WHERE Id = @k;"), 'Target rewritten'],
  [CHANGES('UPDATE dbo.Target SET Amount = @i WHERE Id = @k;'), 'Target rewritten'],
  [CHANGES('IF @i > 5 UPDATE dbo.Target SET Amount = @i WHERE Id = @k;'), 'Target rewritten'],
  [CHANGES('UPDATE dbo.Target SET Amount = Amount + @i WHERE Id = @k;'), 'Target rewritten'],
  [CHANGES('UPDATE dbo.Target SET Amount = Amount * @i WHERE Id = @k;'), 'analyse-loop'],
  // Some rounds leave the row as it is.
  [
    CHANGES(`IF @i > 5 IF EXISTS (SELECT 1 FROM dbo.Target WHERE Id = @k) DELETE FROM dbo.Target WHERE Id = @k;
      ELSE INSERT INTO dbo.Target (Id, Code, Amount) VALUES (@k, 'x', @i);`),
    'analyse-loop',
  ],
  // Nothing says which round is the last.
  [
    CHANGES(
      `IF EXISTS (SELECT 1 FROM dbo.Target WHERE Id = @k) UPDATE dbo.Target SET Code = 'x', Amount = @i WHERE Id = @k;
      ELSE INSERT INTO dbo.Target (Id, Code, Amount) VALUES (@k, 'x', @i);`,
      '',
    ),
    'analyse-loop',
  ],
  [
    CHANGES('MERGE dbo.Target t USING (SELECT @k AS k) s ON s.k = t.Id WHEN MATCHED THEN UPDATE SET Amount = @i;'),
    'analyse-loop',
  ],
  // A second round of the same key fails.
  [CHANGES('INSERT INTO dbo.Target (Id, Code, Amount) VALUES (@k, NULL, @i);'), 'Target appended'],
];

const TABLES: Rows = [
  [
    'SELECT Id, Amount INTO #t FROM dbo.Source; INSERT INTO dbo.Second (Id, Amount) SELECT Id, Amount FROM #t;',
    'Second appended',
  ],
  [
    'SELECT Id INTO #t FROM dbo.Source; DROP TABLE #t; INSERT INTO dbo.Second (Id) SELECT Id FROM #t;',
    'analyse-unknown-table',
  ],
  ["EXEC sp_rename 'dbo.Target', 'Target_old';", 'analyse-statement'],
  [
    'TRUNCATE TABLE dbo.Second; INSERT INTO dbo.Heap SELECT * FROM dbo.Source s JOIN dbo.Second x ON x.Id = s.Id;',
    'analyse-unbound',
  ],
  ['DROP TABLE dbo.Target;', 'analyse-statement'],
  ['INSERT INTO dbo.Second (Id) SELECT Id FROM dbo.Versioned;', 'Second appended'],
  ['TRUNCATE TABLE dbo.Heap WITH (PARTITIONS (1));', 'analyse-statement'],
  [
    'TRUNCATE TABLE dbo.Second; TRUNCATE TABLE dbo.Heap; INSERT INTO dbo.Heap SELECT Id, Code, Amount FROM dbo.Source; ALTER TABLE dbo.Heap SWITCH TO dbo.Second;',
    'Second replaced, Heap replaced',
  ],
  ['ALTER TABLE dbo.Heap SWITCH TO dbo.Second;', 'analyse-statement'],
  ['TRUNCATE TABLE dbo.Second; ALTER TABLE dbo.Heap SWITCH TO dbo.Second;', 'Second replaced, Heap replaced'],
  ['TRUNCATE TABLE dbo.Versioned; ALTER TABLE dbo.Versioned SWITCH TO dbo.Second;', 'analyse-statement'],
];

const JUMPS: Rows = [
  [
    'IF NOT EXISTS (SELECT 1 FROM dbo.Source) GOTO Done; TRUNCATE TABLE dbo.Heap; Done: DELETE FROM dbo.Second;',
    'Heap rewritten, Second replaced',
  ],
  ["IF @p IS NULL BEGIN IF @p = 'x' GOTO done; DELETE FROM dbo.Heap; END DONE: RETURN 0;", 'Heap rewritten'],
  ['GOTO Done; DELETE FROM dbo.Heap; Done: DELETE FROM dbo.Second;', 'Second replaced'],
  [
    "IF @p = 'x' GOTO Failed; DELETE FROM dbo.Heap; RETURN 0; Failed: DELETE FROM dbo.Second; RETURN 1;",
    'Heap rewritten, Second rewritten',
  ],
  // Backwards or from a loop
  ['Again: DELETE FROM dbo.Heap; IF (SELECT COUNT(*) FROM dbo.Source) > 0 GOTO Again;', 'analyse-statement'],
  [
    'DECLARE @i int = 0; WHILE @i < 3 BEGIN IF @i = 2 GOTO Done; SET @i += 1; END Done: DELETE FROM dbo.Heap;',
    'analyse-statement',
  ],
];

const TOLD: Rows = [
  ['DECLARE @n int; DELETE FROM dbo.Heap; SET @n = @@ROWCOUNT; SELECT @n AS Deleted, 0 AS Inserted;', 'Heap replaced'],
  ["SELECT 'ready' AS State;", 'result'],
  ['SELECT Id INTO #t FROM dbo.Source; DECLARE @n int = (SELECT COUNT(*) FROM #t); SELECT @n AS N;', 'result'],
  ['DELETE FROM dbo.Heap; SELECT (SELECT COUNT(*) FROM dbo.Source) AS N;', 'Heap replaced, result'],
  ['DELETE FROM dbo.Heap; SELECT Id FROM dbo.Source;', 'Heap replaced, result'],
  [
    'WITH d AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY Code ORDER BY Id) AS rn FROM dbo.Target) DELETE FROM d OUTPUT deleted.Id, deleted.Code INTO dbo.Second (Id, Code) WHERE rn > 1;',
    'Target rewritten, Second appended',
  ],
];

const VARIABLES: Rows = [
  [
    "DECLARE @x varchar(10) = 'none'; SELECT @x = Code FROM dbo.Other WHERE Id = 3; INSERT INTO dbo.Second (Id, Code) VALUES (1, @x);",
    'Second appended',
  ],
  [
    'DECLARE @x varchar(10); SELECT @x = Code FROM dbo.Heap WHERE Id = 3; INSERT INTO dbo.Second (Id, Code) VALUES (1, @x);',
    'Second appended',
  ],
  [
    "DECLARE @x varchar(99) = ''; SELECT @x = @x + Code FROM dbo.Heap WHERE Id > 3; INSERT INTO dbo.Second (Id, Code) VALUES (1, @x);",
    'analyse-variable-rows',
  ],
  [
    'DECLARE @x varchar(10); SELECT @x = Code FROM dbo.Heap; INSERT INTO dbo.Second (Id, Code) VALUES (1, @x);',
    'analyse-variable-rows',
  ],
  [
    'DECLARE @a int, @b int; SELECT @a = MAX(Id), @b = @a FROM dbo.Source; INSERT INTO dbo.Second (Id) VALUES (@b);',
    'analyse-variable-rows',
  ],
];

describe.each([
  ['INSERT', INSERT],
  ['UPDATE', UPDATE],
  ['UPDATE of rows that match once', OUTPUT_ONCE],
  ['DELETE', DELETE],
  ['MERGE', MERGE],
  ['executed texts', TEXT],
  ['loops', LOOPS],
  ['rounds on one row', ROUNDS_ON_ONE_ROW],
  ['tables', TABLES],
  ['SET ROWCOUNT', ROW_LIMIT],
  ['variables', VARIABLES],
  ['results', TOLD],
  ['GOTO', JUMPS],
] as const)('%s', (_, rows) => {
  it.each(rows)('%s', (body, outcome) => {
    expect(outcomeOf(analyseText(body, '@p varchar(20) = NULL'))).toBe(outcome);
  });
});

it('a check that raises an error is a query that finds it', () => {
  const { checks } = analyseText(
    "IF (SELECT COUNT(*) FROM dbo.Source) = 0 THROW 50001, 'no rows', 1; DELETE FROM dbo.Target;",
  );
  expect(checks.map(({ message, query }) => [message, [...tablesRead(query)]])).toEqual([['no rows', ['dbo.source']]]);
});

it('a check of rows that the procedure replaces is none of the project', () => {
  const { checks } = analyseText(
    "IF EXISTS (SELECT 1 FROM dbo.Target) THROW 50001, 'full', 1; DELETE FROM dbo.Target;",
  );
  expect(checks).toEqual([]);
});

it('values of many branches stay short', () => {
  const branches = Array.from({ length: 60 }, (_, i) => `IF @x > ${i} SET @x = @x + @y; ELSE SET @y = @y + @x;`);
  const { tables } = analyseText(
    `DECLARE @x int = @p, @y int = 1; ${branches.join(' ')} INSERT INTO dbo.Second (Id) VALUES (@x + @y);`,
    '@p int',
  );
  expect(JSON.stringify(tables, (_, value) => (typeof value === 'bigint' ? `${value}` : value)).length).toBeLessThan(
    5_000_000,
  );
});

it('an UPDATE from groups joins each row to its group', () => {
  const { tables } = analyseText(`WITH g AS (SELECT Code, MIN(Amount) AS Least FROM dbo.Source GROUP BY Code)
    UPDATE t SET Amount = g.Least FROM dbo.Target t JOIN g ON g.Code = t.Code;`);
  const [query] = tables[0]?.inserts ?? [];
  expect(query?.kind === 'select' && query.from.map(({ kind }) => kind)).toEqual(['join']);
});
