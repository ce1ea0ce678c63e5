import { describe, expect, it } from 'vitest';
import { analyseText, outcomeOf } from '../testing/analyse-text.js';

type Rows = readonly (readonly [string, string])[];

const DEFAULTS: Rows = [
  ['INSERT INTO dbo.Heap DEFAULT VALUES;', 'analyse-statement'],
  ['INSERT INTO dbo.Defaulted DEFAULT VALUES;', 'Defaulted appended'],
  [
    'INSERT INTO dbo.Defaulted DEFAULT VALUES; INSERT INTO dbo.Second (Id) VALUES (SCOPE_IDENTITY());',
    'Defaulted appended, Second appended',
  ],
  [
    'INSERT INTO dbo.Defaulted OUTPUT inserted.Id INTO dbo.Second (Id) DEFAULT VALUES;',
    'Defaulted appended, Second appended',
  ],
];

const INSERT_TOP: Rows = [
  ['INSERT TOP (1) INTO dbo.Second (Id) VALUES (1);', 'Second appended'],
  ['INSERT TOP (1) INTO dbo.Second (Id) VALUES (1), (2);', 'analyse-any-rows'],
  ['INSERT TOP (100) PERCENT INTO dbo.Second (Id) SELECT Id FROM dbo.Source;', 'Second appended'],
  ['INSERT TOP (50) PERCENT INTO dbo.Second (Id) SELECT Id FROM dbo.Source;', 'analyse-any-rows'],
  ['INSERT TOP (3) INTO dbo.Second (Id) SELECT Id FROM dbo.Source ORDER BY Id;', 'analyse-any-rows'],
  ['INSERT TOP (3) INTO dbo.Second (Id) SELECT TOP (3) Id FROM dbo.Source ORDER BY Id;', 'Second appended'],
  ['INSERT TOP (3) INTO dbo.Second (Id) SELECT TOP (4) Id FROM dbo.Source ORDER BY Id;', 'analyse-any-rows'],
  ['INSERT TOP (1) INTO dbo.Second (Id) SELECT MAX(Id) FROM dbo.Source;', 'Second appended'],
  ['INSERT TOP (1) INTO dbo.Second (Id) SELECT MAX(Id) FROM dbo.Source GROUP BY Code;', 'analyse-any-rows'],
  ['INSERT TOP (1) INTO dbo.Second (Id) SELECT Amount FROM dbo.Source WHERE Id = 3;', 'Second appended'],
  ['INSERT TOP (1) INTO dbo.Second (Id) SELECT Amount FROM dbo.Source WHERE Id >= 3;', 'analyse-any-rows'],
  ["INSERT TOP (2) INTO dbo.Second (Id, Code) SELECT 1, 'x' FROM dbo.Source WHERE Amount > 3;", 'Second appended'],
  ['INSERT TOP (2) INTO dbo.Second (Code) SELECT LEFT(NEWID(), 9) FROM dbo.Source;', 'analyse-any-rows'],
  [
    'DECLARE @n int = 2; INSERT TOP (@n) INTO dbo.Second (Id) SELECT 1 UNION ALL SELECT Amount FROM dbo.Source WHERE Id = 3;',
    'Second appended',
  ],
  ['INSERT TOP (CAST(@p AS int)) INTO dbo.Second (Id) VALUES (1);', 'analyse-any-rows'],
];

const BATCHES: Rows = [
  ['DELETE TOP (5) FROM dbo.Target;', 'analyse-any-rows'],
  ['DELETE TOP (1) FROM dbo.Target WHERE Id = 4;', 'Target rewritten'],
  ['UPDATE TOP (1) dbo.Target SET Amount = 1 WHERE Id = 4;', 'Target rewritten'],
  ['UPDATE TOP (1) dbo.Target SET Amount = 1 WHERE Id > 4;', 'analyse-any-rows'],
  ['UPDATE TOP (100) PERCENT dbo.Target SET Amount = 1;', 'Target rewritten'],
  [
    'WHILE 1 = 1 BEGIN DELETE TOP (9) FROM dbo.Target WHERE Amount > 3; IF @@ROWCOUNT = 0 BREAK; END',
    'Target rewritten',
  ],
  [
    'WHILE 1 = 1 BEGIN DELETE TOP (9) FROM dbo.Target WHERE Amount > 3; IF @@ROWCOUNT < 9 BREAK; END',
    'Target rewritten',
  ],
  // A batch that is full may have left rows behind.
  ['WHILE 1 = 1 BEGIN DELETE TOP (9) FROM dbo.Target WHERE Amount > 3; IF @@ROWCOUNT < 10 BREAK; END', 'analyse-loop'],
  ['WHILE 1 = 1 BEGIN DELETE TOP (9) FROM dbo.Target; PRINT 1; IF @@ROWCOUNT = 0 BREAK; END', 'analyse-loop'],
  ['DECLARE @i int = 0; WHILE @i < 3 BEGIN DELETE TOP (9) FROM dbo.Target; SET @i = @i + 1; END', 'analyse-loop'],
  [
    'DECLARE @n int = 1; WHILE @n > 0 BEGIN DELETE TOP (9) FROM dbo.Target WHERE Amount > 3; SET @n = @@ROWCOUNT; END',
    'Target rewritten',
  ],
  [
    `DECLARE @b int = CAST(@p AS int), @n int; WHILE 1 = 1 BEGIN BEGIN TRAN; DELETE TOP (@b) FROM dbo.Target WHERE Amount > 3;
      SELECT @n = @@ROWCOUNT; COMMIT; IF @n < @b BREAK; WAITFOR DELAY '00:00:01'; END`,
    'Target rewritten',
  ],
  [
    'DECLARE @b int = CAST(@p AS int); WHILE 1 = 1 BEGIN DELETE TOP (@b) FROM dbo.Target; IF @@ROWCOUNT < 5 BREAK; END',
    'analyse-loop',
  ],
  ['SELECT 1 AS a; WHILE @@ROWCOUNT > 0 DELETE TOP (9) FROM dbo.Target WHERE Amount > 3;', 'Target rewritten'],
  ['PRINT 1; WHILE @@ROWCOUNT > 0 DELETE TOP (9) FROM dbo.Target WHERE Amount > 3;', ''],
  [
    'WHILE EXISTS (SELECT 1 FROM dbo.Target x WHERE x.Amount > 3) DELETE TOP (9) FROM dbo.Target WHERE Amount > 3;',
    'Target rewritten',
  ],
  [
    'WHILE EXISTS (SELECT 1 FROM dbo.Target WHERE Amount > 4) DELETE TOP (9) FROM dbo.Target WHERE Amount > 3;',
    'analyse-loop',
  ],
  ['WHILE (SELECT COUNT(*) FROM dbo.Target) > 0 BEGIN DELETE TOP (9) FROM dbo.Target; END', 'Target replaced'],
  [
    'WHILE 1 = 1 BEGIN IF NOT EXISTS (SELECT 1 FROM dbo.Target WHERE Id < 9) BREAK; DELETE TOP (2) dbo.Target WHERE Id < 9; END',
    'Target rewritten',
  ],
  // What is deleted says what else is.
  [
    'WHILE 1 = 1 BEGIN DELETE TOP (9) FROM dbo.Target WHERE Amount < (SELECT MAX(Amount) FROM dbo.Target); IF @@ROWCOUNT = 0 BREAK; END',
    'analyse-loop',
  ],
  [
    'DECLARE @a int = 5; WHILE 1 = 1 BEGIN DELETE TOP (9) FROM dbo.Target WHERE Amount > @a; IF @@ROWCOUNT = 0 BREAK; SET @a = @a - 1; END',
    'analyse-loop',
  ],
  [
    'DECLARE @n int; WHILE 1 = 1 BEGIN DELETE TOP (9) FROM dbo.Target; SET @n = @@ROWCOUNT; IF @n = 5 TRUNCATE TABLE dbo.Second; IF @n = 0 BREAK; END',
    'analyse-loop',
  ],
  [
    'DECLARE @n int, @all int = 0; WHILE 1 = 1 BEGIN DELETE TOP (9) FROM dbo.Target WHERE Amount > 3; SET @n = @@ROWCOUNT; SET @all += @n; IF @n = 0 BREAK; END INSERT INTO dbo.Second (Id) VALUES (@all);',
    'Target rewritten, Second appended',
  ],
  [
    'DECLARE @n int, @all int = 0; WHILE 1 = 1 BEGIN DELETE TOP (9) FROM dbo.Target WHERE Amount > 3; SET @n = @@ROWCOUNT; IF @n < 9 BREAK; SET @all += @n; END INSERT INTO dbo.Second (Id) VALUES (@all);',
    'analyse-loop',
  ],
  [
    'WHILE 1 = 1 BEGIN DELETE TOP (9) FROM dbo.Target OUTPUT deleted.Id INTO dbo.Second (Id) WHERE Amount > 3; IF @@ROWCOUNT = 0 BREAK; END',
    'Target rewritten, Second appended',
  ],
  [
    'WHILE 1 = 1 BEGIN DELETE TOP (9) FROM dbo.Target OUTPUT deleted.Id INTO dbo.Second (Id) WHERE Id NOT IN (SELECT Id FROM dbo.Second); IF @@ROWCOUNT = 0 BREAK; END',
    'analyse-loop',
  ],
  [
    'SET ROWCOUNT 9; WHILE 1 = 1 BEGIN DELETE FROM dbo.Target WHERE Amount > 3; IF @@ROWCOUNT = 0 BREAK; END SET ROWCOUNT 0;',
    'Target rewritten',
  ],
  [
    'SET ROWCOUNT 9; WHILE 1 = 1 BEGIN DELETE FROM dbo.Target WHERE Amount > 3; BREAK; END SET ROWCOUNT 0;',
    'analyse-statement',
  ],
  // Batches in an order
  [
    'WHILE 1 = 1 BEGIN WITH b AS (SELECT TOP (9) Id FROM dbo.Target WHERE Amount > 3 ORDER BY Id) DELETE FROM b; IF @@ROWCOUNT < 9 BREAK; END',
    'Target rewritten',
  ],
  [
    'WHILE EXISTS (SELECT 1 FROM dbo.Target WHERE Amount > 3) UPDATE b SET Amount = b.Less FROM (SELECT TOP (9) Amount, -Id * Id - Id AS Less FROM dbo.Target WHERE Amount > 3 ORDER BY Id) b;',
    'analyse-loop',
  ],
  [
    'WHILE EXISTS (SELECT 1 FROM dbo.Target WHERE Code IS NULL) UPDATE b SET Code = b.Made FROM (SELECT TOP (9) Code, ISNULL(CAST(Id AS varchar(10)), 0) AS Made FROM dbo.Target WHERE Code IS NULL ORDER BY Id) b;',
    'Target rewritten',
  ],
  [
    'WHILE 1 = 1 BEGIN WITH b AS (SELECT TOP (9) *, ROW_NUMBER() OVER (ORDER BY Id) AS n FROM dbo.Target ORDER BY Id) DELETE FROM b WHERE n > 3; IF @@ROWCOUNT = 0 BREAK; END',
    'analyse-statement',
  ],
  // UPDATE
  [
    "WHILE 1 = 1 BEGIN UPDATE TOP (9) dbo.Target SET Code = 'x' WHERE Code IS NULL; IF @@ROWCOUNT = 0 BREAK; END",
    'Target rewritten',
  ],
  [
    'WHILE 1 = 1 BEGIN UPDATE TOP (9) dbo.Target SET Code = @p WHERE Code IS NULL; IF @@ROWCOUNT = 0 BREAK; END',
    'analyse-loop',
  ],
  [
    'WHILE 1 = 1 BEGIN UPDATE TOP (9) dbo.Target SET Amount = 0 WHERE ISNULL(Amount, 1) = 1 OR Amount = 7; IF @@ROWCOUNT = 0 BREAK; END',
    'Target rewritten',
  ],
  [
    'WHILE 1 = 1 BEGIN UPDATE TOP (9) dbo.Target SET Amount = Amount - 1 WHERE Amount > 3; IF @@ROWCOUNT = 0 BREAK; END',
    'analyse-loop',
  ],
  [
    'DECLARE @d int = 2; WHILE 1 = 1 BEGIN UPDATE TOP (9) dbo.Target SET Amount = @d WHERE Amount <> @d; IF @@ROWCOUNT = 0 BREAK; END',
    'Target rewritten',
  ],
  [
    "WHILE 1 = 1 BEGIN UPDATE TOP (9) dbo.Target SET Code = 'b' WHERE Id > 5; IF @@ROWCOUNT < 9 BREAK; END",
    'analyse-loop',
  ],
];

const COUNTED: Rows = [
  // Behind SET it is 1, behind PRINT and IF it is 0.
  ['DELETE FROM dbo.Target; PRINT 1; IF @@ROWCOUNT > 0 DELETE FROM dbo.Second;', 'Target replaced'],
  [
    'DECLARE @n int; DELETE FROM dbo.Target; SET @n = 5; IF @@ROWCOUNT = 1 DELETE FROM dbo.Second;',
    'Target replaced, Second replaced',
  ],
  ["DELETE FROM dbo.Target; IF @p = 'x' PRINT 1; IF @@ROWCOUNT > 0 DELETE FROM dbo.Second;", 'Target replaced'],
  [
    "IF @p = 'x' DELETE FROM dbo.Target; IF @@ROWCOUNT > 0 DELETE FROM dbo.Second;",
    'Target rewritten, Second rewritten',
  ],
];

describe.each([
  ['@@ROWCOUNT', COUNTED],
  ['batches', BATCHES],
  ['DEFAULT VALUES', DEFAULTS],
  ['INSERT TOP', INSERT_TOP],
] as const)('%s', (_, rows) => {
  it.each(rows)('%s', (body, outcome) => {
    expect(outcomeOf(analyseText(body, '@p varchar(20) = NULL'))).toBe(outcome);
  });
});
