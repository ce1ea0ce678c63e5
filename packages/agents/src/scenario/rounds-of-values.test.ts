import { expect, it, onTestFinished } from 'vitest';
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
    'a new value or a new row',
    DAYS(`UPDATE dbo.Daily SET Total = (SELECT SUM(Amount) FROM dbo.Sale WHERE Day = @d) WHERE Day = @d;
      IF NOT EXISTS (SELECT 1 FROM dbo.Daily WHERE Day = @d) INSERT dbo.Daily (Day, Store, DayKey) VALUES (@d, 0, DAY(@d));
      INSERT dbo.Notes (No, Total) SELECT DAY(Day), Total FROM dbo.Daily WHERE Day = @d;`),
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

it.each(EQUAL)('%s: the same rows', async (_, body) => {
  expect(await outcomes(body)).toEqual(['equal']);
});
