import { expect, it, onTestFinished } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';
import { StatedSteps } from '../testing/stated-steps.js';

const TABLES = `
CREATE TABLE dbo.Sale (Id int NOT NULL PRIMARY KEY, At datetime NOT NULL, Day date NOT NULL, Store int NOT NULL, Amount decimal(9,2) NOT NULL);
CREATE TABLE dbo.Limits (Name varchar(10) NOT NULL PRIMARY KEY, Value date NOT NULL);
CREATE TABLE dbo.Daily (Day date NOT NULL, Store int NOT NULL, Total decimal(18,2) NULL, DayKey int NULL, CONSTRAINT pk PRIMARY KEY (Day, Store));
CREATE TABLE dbo.PerStore (Store int NOT NULL PRIMARY KEY, Total decimal(18,2) NULL, No int NULL);
CREATE TABLE dbo.Notes (No int NULL, Store int NULL, Total decimal(18,2) NULL);
GO
INSERT dbo.Limits VALUES ('from', '20240130'), ('to', '20240402');
INSERT dbo.Sale VALUES (1,'20240129 23:59:59','20240129',1,5),(2,'20240131','20240131',1,7),(3,'20240131 23:59:59.997','20240131',2,2),
  (4,'20240201 12:00','20240201',1,4),(5,'20240229','20240229',3,1),(6,'20240402 23:00','20240402',2,8),(7,'20240403','20240403',2,9);
INSERT dbo.Daily VALUES ('20240129',1,100,0),('20240131',9,200,20240131),('20240210',9,300,20240210),('20240402',2,400,7),('20240403',2,500,20240403);
INSERT dbo.PerStore VALUES (1,1,0),(8,8,8);
GO
`;

const LIMITS = `DECLARE @from date, @to date; SELECT @from = Value FROM dbo.Limits WHERE Name = 'from';
  SELECT @to = Value FROM dbo.Limits WHERE Name = 'to'; DECLARE @d date = @from;`;
const DAYS = (body: string, step = 'DATEADD(day, 1, @d)'): string =>
  `${LIMITS} WHILE @d <= @to BEGIN ${body} SET @d = ${step}; END`;
const DELETE = 'DELETE dbo.Daily WHERE Day = @d;';
const INSERT = (day: string, where: string): string =>
  `INSERT dbo.Daily (Day, Store, Total) SELECT ${day}, Store, SUM(Amount) FROM dbo.Sale WHERE ${where} GROUP BY ${day}, Store;`;
const OF_MONTH = 'Day >= @d AND Day < DATEADD(month, 1, @d)';

const EQUAL: readonly (readonly [string, string])[] = [
  ['the rows of a day again', DAYS(DELETE + INSERT('Day', 'Day = @d'))],
  [
    'times of a day, and their key',
    DAYS(`DELETE dbo.Daily WHERE DayKey = CONVERT(int, CONVERT(char(8), @d, 112));
      DELETE dbo.Daily WHERE Day = @d;
      WITH s AS (SELECT * FROM dbo.Sale WHERE At >= @d AND At < DATEADD(day, 1, @d)), g AS (SELECT a.Store, SUM(a.Amount) AS T, MAX(b.Id) AS Last
        FROM s a LEFT JOIN s b ON b.Id = a.Id GROUP BY a.Store)
      INSERT dbo.Daily (Day, Store, Total, DayKey) SELECT @d, Store, T + Last, CONVERT(int, CONVERT(char(8), @d, 112)) FROM g;`),
  ],
  [
    'a range of times',
    DAYS(`DELETE dbo.Daily WHERE Day >= @d AND Day < DATEADD(day, 1, @d);
      ${INSERT('CAST(At AS date)', 'At >= @d AND At < DATEADD(day, 1, @d)')}`),
  ],
  ['months', DAYS(`DELETE dbo.Daily WHERE ${OF_MONTH}; ${INSERT('Day', OF_MONTH)}`, 'DATEADD(month, 1, @d)')],
  [
    'MERGE of a day',
    DAYS(`MERGE dbo.Daily AS t USING (SELECT Day, Store, SUM(Amount) AS Total FROM dbo.Sale WHERE Day = @d GROUP BY Day, Store) s
      ON t.Day = s.Day AND t.Store = s.Store WHEN MATCHED THEN UPDATE SET Total = t.Total + s.Total
      WHEN NOT MATCHED THEN INSERT (Day, Store, Total) VALUES (s.Day, s.Store, s.Total);`),
  ],
  [
    'MERGE of a day as the target',
    DAYS(`IF DAY(@d) < 30 WITH x AS (SELECT * FROM dbo.Daily WHERE Day = @d)
      MERGE x AS t USING (SELECT Store, SUM(Amount) AS T FROM dbo.Sale WHERE Day = @d GROUP BY Store) s ON t.Store = s.Store
      WHEN MATCHED THEN UPDATE SET Total = s.T WHEN NOT MATCHED THEN INSERT (Day, Store, Total) VALUES (@d, s.Store, s.T)
      WHEN NOT MATCHED BY SOURCE THEN DELETE;`),
  ],
  [
    'numbers of months',
    DAYS(
      `DECLARE @k int = YEAR(@d) * 100 + MONTH(@d); DELETE dbo.Daily WHERE DayKey = @k;
      INSERT dbo.Daily (Day, Store, Total, DayKey) SELECT MAX(Day), Store + 100, SUM(Amount), @k FROM dbo.Sale
        WHERE YEAR(Day) * 100 + MONTH(Day) = @k GROUP BY Store;`,
      'DATEADD(month, 1, @d)',
    ),
  ],
  [
    'a new value or a new row',
    DAYS(`UPDATE dbo.Daily SET Total = (SELECT SUM(Amount) FROM dbo.Sale WHERE Day = @d) WHERE Day = @d;
      IF NOT EXISTS (SELECT 1 FROM dbo.Daily WHERE Day = @d) INSERT dbo.Daily (Day, Store, DayKey) VALUES (@d, 0, DAY(@d));
      INSERT dbo.Notes (No, Total) SELECT DAY(Day), Total FROM dbo.Daily WHERE Day = @d;`),
  ],
];

const FILL = 'INSERT @t (Store, Amount) SELECT Store, Amount FROM dbo.Sale ORDER BY Amount DESC, Id;';
const NUMBERED = (body: string, fill = FILL, count = 'SELECT @n = COUNT(*) FROM @t;'): string =>
  `DECLARE @t TABLE (RowId int IDENTITY(1,1), Store int NULL, Amount decimal(9,2) NULL);
  DECLARE @i int = 1, @n int, @store int, @amount decimal(9,2), @sum decimal(18,2) = 0; ${fill} ${count}
  WHILE @i <= @n BEGIN ${body} SET @i = @i + 1; END`;
const FETCH = 'SELECT @store = Store, @amount = Amount FROM @t WHERE RowId = @i;';
const NOTE = 'INSERT dbo.Notes (No, Store, Total) VALUES (@i, @store, @amount);';

const STATED: typeof EQUAL = [
  ['the rows of a numbered table', NUMBERED(FETCH + NOTE)],
  [
    'a sum along numbers',
    NUMBERED(
      `${FETCH} SET @sum = @sum + @amount; INSERT dbo.Notes VALUES (@i, @store, @sum);`,
      FILL,
      'SET @n = @@ROWCOUNT;',
    ),
  ],
  [
    'stores by their numbers',
    `${NUMBERED(
      `SELECT @store = Store FROM @t WHERE RowId = @i; DELETE dbo.PerStore WHERE Store = @store;
      INSERT dbo.PerStore SELECT @store, SUM(Amount), @i FROM dbo.Sale WHERE Store = @store; UPDATE @t SET Amount = @i * 2 WHERE RowId = @i;`,
      'INSERT @t (Store) SELECT DISTINCT Store FROM dbo.Sale ORDER BY Store DESC;',
      'SELECT @n = MAX(RowId) FROM @t;',
    )} INSERT dbo.Notes SELECT RowId, Store, Amount FROM @t;`,
  ],
  // Without a cursor: by the states of the variables.
  [
    'rows that are gone',
    NUMBERED(FETCH + NOTE, `${FILL} DELETE @t WHERE Store = 2;`, 'SELECT @n = MAX(RowId) + 1 FROM @t;'),
  ],
  ['BREAK at a row', NUMBERED(`${FETCH} IF @amount < 5 BREAK; ${NOTE}`)],
  [
    'a number of rows that goes down',
    NUMBERED(`INSERT dbo.Notes (No, Store) VALUES (@i, @store); ${FETCH} SET @n = @n - 1;`),
  ],
  [
    'rows to do',
    `SELECT DISTINCT Store INTO #todo FROM dbo.Sale; DECLARE @s int, @rank int = 0;
    WHILE EXISTS (SELECT 1 FROM #todo) BEGIN
      SELECT TOP 1 @s = Store FROM #todo ORDER BY Store DESC; SET @rank = @rank + 1;
      UPDATE dbo.PerStore SET Total = (SELECT SUM(Amount) FROM dbo.Sale WHERE Store = @s), No = @rank WHERE Store = @s;
      IF @@ROWCOUNT = 0 INSERT dbo.PerStore VALUES (@s, 0, @rank);
      DELETE #todo WHERE Store = @s; END
    INSERT dbo.Notes (Store) SELECT Store FROM #todo;`,
  ],
  [
    'keys of several rows, some of them for later',
    `SELECT Store, Day, Amount INTO #todo FROM dbo.Sale; DECLARE @day date;
    WHILE (SELECT COUNT(*) FROM #todo WHERE Amount > 3) > 0 BEGIN
      SELECT @day = MIN(Day) FROM #todo WHERE Amount > 3; ${DELETE.replace('@d', '@day')}
      INSERT dbo.Daily (Day, Store, Total) SELECT Day, Store, SUM(Amount) FROM dbo.Sale WHERE Day = @day GROUP BY Day, Store;
      DELETE #todo WHERE Day = @day; END
    INSERT dbo.Notes (Store, Total) SELECT Store, Amount FROM #todo;`,
  ],
  [
    'a flag in a temporary table with a default',
    `CREATE TABLE #todo (Id int IDENTITY(1,1) PRIMARY KEY, S int NULL, Done bit NOT NULL DEFAULT 0); INSERT #todo (S) SELECT Store FROM dbo.Sale ORDER BY Id;
    DECLARE @id int, @s int, @sum int = 0;
    WHILE EXISTS (SELECT TOP 1 1 FROM #todo WHERE Done = 0) BEGIN
      SELECT TOP 1 @id = Id, @s = S FROM #todo WHERE Done = 0 ORDER BY Id DESC; SET @sum = @sum + @s * @id;
      INSERT dbo.Notes (No, Store) VALUES (@sum, @s); UPDATE #todo SET Done = 1, S = @sum WHERE Id = @id; END
    INSERT dbo.Notes (No, Store) SELECT -Id, S FROM #todo;`,
  ],
  [
    'rows that are left, as their key is NULL',
    `CREATE TABLE #todo (S int NULL); INSERT #todo SELECT Store FROM dbo.Sale UNION SELECT NULL; DECLARE @s int;
    WHILE 1 = 1 BEGIN SELECT @s = MIN(S) FROM #todo; IF @s IS NULL BREAK; INSERT dbo.Notes (No) VALUES (@s); DELETE #todo WHERE S = @s; END
    INSERT dbo.Notes (No) SELECT ISNULL(S, -7) FROM #todo;`,
  ],
  [
    'a flag in a table',
    `DECLARE @id int, @store int, @sum int = 0;
    INSERT dbo.PerStore (Store, No) SELECT Id + 100, NULL FROM dbo.Sale s WHERE NOT EXISTS (SELECT 1 FROM dbo.PerStore p WHERE p.Store = s.Id + 100);
    WHILE 1 = 1 BEGIN
      SELECT TOP (1) @store = Store FROM dbo.PerStore WHERE No IS NULL ORDER BY Store;
      IF @@ROWCOUNT = 0 BREAK;
      SET @sum += @store; INSERT dbo.Notes (No, Store) VALUES (@sum, @store);
      UPDATE dbo.PerStore SET No = 1, Total = @sum WHERE Store = @store; END`,
  ],
];

async function outcomes(body: string): Promise<readonly string[]> {
  const script = `${TABLES}CREATE PROCEDURE dbo.Refresh AS\nBEGIN\nSET NOCOUNT ON;\n${body}\nEND\nGO\n`;
  const stated = new StatedSteps([script], ['dbo.Daily', 'dbo.PerStore', 'dbo.Notes']);
  onTestFinished(() => stated.close());
  const exec = 'EXEC dbo.Refresh';
  const found = await stated.run([
    { exec },
    {
      mutate: `DELETE FROM dbo.Sale WHERE Id IN (2, 6); INSERT dbo.Sale VALUES (8,'20240210 08:00','20240210',4,6),(9,'20240401','20240401',1,3);
        UPDATE dbo.Sale SET Amount = Amount + 1 WHERE Store = 2; INSERT dbo.Daily VALUES ('20240301',7,1,20240301);
        UPDATE dbo.Limits SET Value = '20240215' WHERE Name = 'from';`,
      exec,
    },
    { mutate: "UPDATE dbo.Limits SET Value = '20230101' WHERE Name = 'to'; DELETE FROM dbo.Sale;", exec },
  ]);
  return [...new Set(found.map(({ outcome }) => outcome))];
}

it.each([...EQUAL, ...STATED])('%s: the same rows', async (_, body) => {
  expect(await outcomes(body)).toEqual(['equal']);
});

const PROCEDURES = `CREATE PROCEDURE dbo.ByDay @from date = '20240130', @to date = '20240402' AS
BEGIN
  DECLARE @d date = @from;
  WHILE @d <= @to
  BEGIN
    ${DELETE}
    ${INSERT('Day', 'Day = @d')}
    SET @d = DATEADD(day, 1, @d);
  END
END
GO
CREATE PROCEDURE dbo.ByNumber AS
BEGIN
  ${NUMBERED(`${FETCH} SET @sum = @sum + @amount; INSERT dbo.Notes VALUES (@i, @store, @sum);`)}
END
GO
CREATE PROCEDURE dbo.ByKey AS
BEGIN
  SELECT DISTINCT Store INTO #todo FROM dbo.Sale;
  DECLARE @s int;
  WHILE EXISTS (SELECT 1 FROM #todo)
  BEGIN
    SELECT TOP 1 @s = Store FROM #todo ORDER BY Store;
    DELETE dbo.PerStore WHERE Store = @s;
    INSERT dbo.PerStore SELECT @s, SUM(Amount), COUNT(*) FROM dbo.Sale WHERE Store = @s;
    DELETE #todo WHERE Store = @s;
  END
END
GO
`;

it('the same by dbt', { timeout: 240_000 }, async () => {
  const exec = 'EXEC dbo.ByDay; EXEC dbo.ByNumber; EXEC dbo.ByKey;';
  const mutate = `DELETE FROM dbo.Sale WHERE Id IN (2, 6); INSERT dbo.Sale VALUES (8,'20240210 08:00','20240210',4,6);
    UPDATE dbo.Sale SET Amount = Amount + 1 WHERE Store = 2; INSERT dbo.Daily VALUES ('20240301',7,1,20240301);`;
  const { report } = await migrateScript('rounds', TABLES + PROCEDURES, {
    scenario: {
      steps: [
        { exec },
        { mutate, exec },
        { exec: "EXEC dbo.ByDay @from = '20240201', @to = '20240210'; EXEC dbo.ByNumber; EXEC dbo.ByKey;" },
      ],
      targets: ['dbo.Daily', 'dbo.Notes', 'dbo.PerStore'],
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  expect(found.map(({ id, verdict }) => `${id} ${verdict}`).sort()).toEqual([
    'dbo.ByDay equal',
    'dbo.ByKey equal',
    'dbo.ByNumber equal',
  ]);
  expect(found.flatMap(({ evidence }) => evidence)).toHaveLength(9);
});
