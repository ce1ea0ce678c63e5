import { expect, it, onTestFinished } from 'vitest';
import { StatedSteps } from '../testing/stated-steps.js';

const TABLES = `
CREATE TABLE dbo.Change (No int NOT NULL PRIMARY KEY, Code varchar(8) NOT NULL, Kind char(1) NOT NULL, Amount int NULL);
CREATE TABLE dbo.Stock (Code varchar(8) NOT NULL PRIMARY KEY, Amount int NULL, LastNo int NULL, Flag char(1) NULL);
CREATE TABLE dbo.Found (No int NULL, Code varchar(30) NULL, Seen bigint NULL);
CREATE TABLE dbo.Days (D date NOT NULL PRIMARY KEY, Weekday int NOT NULL);
GO
CREATE VIEW dbo.Deep AS WITH n AS (SELECT 1 AS No UNION ALL SELECT No + 1 FROM n WHERE No < 130) SELECT No FROM n;
GO
CREATE VIEW dbo.Numbers AS SELECT No FROM dbo.Deep;
GO
INSERT INTO dbo.Change VALUES (1,'a','I',5),(2,'b','I',7),(3,'A','U',6),(4,'b','D',NULL),(5,'c','I',NULL),(6,'B ','I',1),
  (7,'zz','U',9),(8,'c','D',NULL),(9,'q','D',0);
INSERT INTO dbo.Stock VALUES ('old',1,0,NULL),('q',2,0,NULL),('ZZ',1,1,'x');
INSERT INTO dbo.Days VALUES ('20240229',99);
INSERT INTO dbo.Found VALUES (NULL,'red, blue ,,green',NULL);
GO
`;

const CHANGES = (body: string, order = 'ORDER BY No'): string => `
DECLARE @no int, @code varchar(8), @kind char(1), @amount int;
DECLARE c CURSOR LOCAL FOR SELECT No, Code, Kind, Amount FROM dbo.Change ${order};
OPEN c; FETCH NEXT FROM c INTO @no, @code, @kind, @amount;
WHILE @@FETCH_STATUS = 0 BEGIN ${body} FETCH NEXT FROM c INTO @no, @code, @kind, @amount; END
CLOSE c; DEALLOCATE c;`;

const EQUAL: readonly (readonly [string, string])[] = [
  [
    'a recursion with a limit of its own, and that of a view',
    `DELETE FROM dbo.Found;
      WITH n AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM n WHERE n < 150)
      INSERT INTO dbo.Found (No) SELECT n FROM n OPTION (MAXRECURSION 200);
      INSERT INTO dbo.Found (Seen) SELECT n.No + m.No FROM dbo.Numbers n JOIN dbo.Numbers m ON m.No = n.No OPTION (MAXRECURSION 0);`,
  ],
  [
    'the last change of a key, in the spelling of the one that makes its row',
    CHANGES(`IF @kind = 'D' DELETE FROM dbo.Stock WHERE Code = @code; ELSE BEGIN
      UPDATE dbo.Stock SET Amount = @amount, LastNo = @no, Flag = @kind WHERE Code = @code;
      IF @@ROWCOUNT = 0 INSERT INTO dbo.Stock (Code, Amount, LastNo, Flag) VALUES (@code, @amount, @no, @kind); END`),
  ],
  [
    'the last change of a key that is there',
    CHANGES('UPDATE dbo.Stock SET Amount = @no, LastNo = @amount WHERE Code = @code;'),
  ],
  [
    'the same values in every round',
    CHANGES("UPDATE dbo.Stock SET Flag = 'Y', LastNo = LEN(Code) WHERE Code = @code AND Amount > 0;", ''),
  ],
  [
    'rounds of a key of their own that look at their row',
    `DECLARE @d date = '20240227'; WHILE YEAR(@d) = 2024 BEGIN
      IF NOT EXISTS (SELECT 1 FROM dbo.Days WHERE D = @d) INSERT INTO dbo.Days VALUES (@d, DATEPART(weekday, @d));
      SET @d = DATEADD(day, 1, @d); END`,
  ],
  [
    'a year that does not begin',
    `DECLARE @d date = '20231230'; WHILE YEAR(@d) = 2024 BEGIN INSERT INTO dbo.Days VALUES (@d, 1);
      SET @d = DATEADD(day, 1, @d); END`,
  ],
  [
    'numbers that follow from those before, and what is left of them',
    `DELETE FROM dbo.Found; DECLARE @a bigint = 0, @b bigint = 1, @s bigint, @n int = 0;
      WHILE @b < (SELECT MAX(No) * 100 FROM dbo.Change) BEGIN
        SET @s = @a + @b; SET @a = @b; SET @b = @s; SET @n += 1;
        IF @s % 3 = 0 CONTINUE;
        INSERT INTO dbo.Found (No, Seen) VALUES (@n, @s); END
      INSERT INTO dbo.Found (No, Seen) VALUES (-1, @b);`,
  ],
  [
    'a walk along keys',
    `DECLARE @no int, @code varchar(8), @seen int = 0; DELETE FROM dbo.Found; SELECT @no = MIN(No) FROM dbo.Change;
      WHILE @no IS NOT NULL BEGIN
        SELECT @code = Code FROM dbo.Change WHERE No = @no; SET @seen = @seen + LEN(@code);
        INSERT INTO dbo.Found VALUES (@no, @code, @seen);
        SELECT @no = MIN(No) FROM dbo.Change WHERE No > @no; END`,
  ],
  [
    'the parts of the texts of a walk',
    `DECLARE @no int, @s varchar(101), @p int, @pos int; SELECT @no = MIN(No) FROM dbo.Change WHERE Kind <> 'D';
      WHILE @no IS NOT NULL BEGIN
        SELECT @s = CONCAT(Code, ',', Kind, ','), @pos = 0 FROM dbo.Change WHERE No = @no;
        WHILE CHARINDEX(',', @s) > 0 BEGIN
          SET @p = CHARINDEX(',', @s); SET @pos = @pos + 1;
          INSERT INTO dbo.Found VALUES (@no, LEFT(@s, @p - 1), @pos); SET @s = SUBSTRING(@s, @p + 1, 101); END
        SELECT @no = MIN(No) FROM dbo.Change WHERE Kind <> 'D' AND No > @no; END`,
  ],
  [
    'a walk that begins elsewhere',
    `DECLARE @no int; SELECT @no = MIN(No) + 2 FROM dbo.Change;
      WHILE @no IS NOT NULL BEGIN INSERT INTO dbo.Found (No) VALUES (@no);
        SET @no = (SELECT MIN(No) FROM dbo.Change WHERE No > @no); END`,
  ],
  [
    'the parts of a text',
    `DECLARE @s varchar(101), @p int, @pos int = 0, @part varchar(30); SELECT @s = MAX(Code) + ',' FROM dbo.Found WHERE No IS NULL;
      WHILE CHARINDEX(',', @s) > 0 BEGIN
        SET @p = CHARINDEX(',', @s); SET @part = LTRIM(RTRIM(LEFT(@s, @p - 1))); SET @s = SUBSTRING(@s, @p + 1, 101);
        IF @part <> '' BEGIN SET @pos += 1; INSERT INTO dbo.Found VALUES (@pos, @part, 0); END END`,
  ],
  [
    'a loop that never runs',
    'DECLARE @i int = 9; WHILE @i < 5 BEGIN SET @i = @i * 2; INSERT INTO dbo.Found VALUES (@i, NULL, 1); END INSERT INTO dbo.Found VALUES (@i, NULL, 2);',
  ],
  [
    'the rounds of every row of a loop around them',
    CHANGES(`DECLARE @n int = 0; SET @n = LEN(@code); WHILE @n > 0 BEGIN
      INSERT INTO dbo.Found VALUES (@no, SUBSTRING(@code, @n, 1), @n); SET @n = @n - 1; END`),
  ],
  [
    'a value that some rounds declare',
    CHANGES(
      "IF @kind = 'U' BEGIN DECLARE @s int = 0; END SET @s = @s + @no; INSERT dbo.Found (No, Seen) VALUES (@no, @s);",
    ),
  ],
  [
    'a declaration that clears no value',
    CHANGES(
      'DECLARE @x int; SELECT @x = Amount FROM dbo.Stock WHERE Code = @code; INSERT dbo.Found (No, Seen) VALUES (@no, @x);',
    ),
  ],
  [
    'a table that rounds declare',
    `DECLARE @i int = 0; WHILE @i < 3 BEGIN DECLARE @t TABLE (n int); INSERT @t VALUES (@i); SET @i += 1; END
      INSERT dbo.Found (No) SELECT n FROM @t;`,
  ],
  [
    'a declaration that CONTINUE passes by',
    `DECLARE @i int = 0; WHILE @i < 3 BEGIN SET @i += 1; IF @i = 2 CONTINUE; DECLARE @x int = @i * 10;
      INSERT dbo.Found (No) VALUES (@x); END INSERT dbo.Found (No) VALUES (@x);`,
  ],
  [
    'a declaration among states',
    `DECLARE @i int = 0; WHILE @i < (SELECT MAX(No) FROM dbo.Change) BEGIN SET @i += 1; DECLARE @last int, @sum int = 5; SET @sum += @i;
      INSERT dbo.Found (No, Seen) VALUES (@last, @sum); SET @last = @i; END INSERT dbo.Found (No, Seen) VALUES (@last, @sum);`,
  ],
];

async function outcomes(body: string): Promise<readonly string[]> {
  const script = `${TABLES}CREATE PROCEDURE dbo.Refresh AS\nBEGIN\nSET NOCOUNT ON;\n${body}\nEND\nGO\n`;
  const stated = new StatedSteps([script], ['dbo.Stock', 'dbo.Found', 'dbo.Days']);
  onTestFinished(() => stated.close());
  const found = await stated.run([
    { exec: 'EXEC dbo.Refresh' },
    {
      mutate: `DELETE FROM dbo.Change WHERE No < 4;
        INSERT INTO dbo.Change VALUES (10,'B','U',100),(11,'OLD','D',NULL),(12,'n','U',0),(13,'a','I',5),(14,'old','I',5);`,
      exec: 'EXEC dbo.Refresh',
    },
  ]);
  return [...new Set(found.map(({ outcome }) => outcome))];
}

it.each(EQUAL)('%s: the same rows', async (_, body) => {
  expect(await outcomes(body)).toEqual(['equal']);
});
