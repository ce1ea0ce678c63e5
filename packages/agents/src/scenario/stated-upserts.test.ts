import { expect, it, onTestFinished } from 'vitest';
import { StatedSteps } from '../testing/stated-steps.js';

const TABLES = `
CREATE TABLE dbo.Sale (Id int NOT NULL PRIMARY KEY, Shop smallint NOT NULL, Day datetime NOT NULL, Amount decimal(9,2) NOT NULL, Qty int NULL, Code varchar(10) NOT NULL);
CREATE TABLE dbo.Totals (Shop int NOT NULL, Code varchar(20) NOT NULL, Total decimal(18,2) NULL, N int NULL DEFAULT 7, Low money NOT NULL DEFAULT 0, At datetime NULL, Note varchar(30) NULL DEFAULT 'made',
  Both AS (ISNULL(Total, 0) + ISNULL(N, 0)));
CREATE TABLE dbo.Live (Id int NOT NULL PRIMARY KEY, Shop int NOT NULL, Code varchar(10) NULL);
CREATE TABLE dbo.Archive (Id int NOT NULL PRIMARY KEY, Shop int NOT NULL, Code varchar(10) NULL);
GO
INSERT INTO dbo.Sale VALUES (1,1,'20240101 10:00',5,NULL,'a'),(2,1,'20240103',2.25,4,'A '),(3,2,'20240102',-1,2,'a'),(4,1,'20240101 09:00',7.5,0,'b'),
  (5,1,'20240105',0,3,'a'),(6,2,'20240101',3,NULL,'b'),(7,3,'20240109',1.01,9,'c'),(8,3,'20240108',1.01,-9,'C'),(9,2,'20240102',4,1,'B');
INSERT INTO dbo.Totals (Shop, Code, Total, N, Low, At, Note) VALUES (1,'A',10,NULL,3,NULL,'old'),(2,'b',NULL,1,-5,'20240104','old'),(2,'B ',2,2,100,NULL,NULL),(8,'x',1,1,1,NULL,'stay');
INSERT INTO dbo.Live VALUES (1,1,'a'),(2,1,NULL),(3,2,'b'),(4,2,'c'),(5,3,'a'),(6,1,'z');
INSERT INTO dbo.Archive VALUES (5,0,'there'),(9,9,'stay');
GO
`;

const KEY = 'Shop = @s AND Code = @c';

const loop = (body: string, order: string): string =>
  `DECLARE @i int, @s int, @d datetime, @a decimal(9,2), @q int, @c varchar(20);
   DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT Id, Shop, Day, Amount, Qty, Code FROM dbo.Sale ORDER BY ${order};
   OPEN c; FETCH NEXT FROM c INTO @i, @s, @d, @a, @q, @c;
   WHILE @@FETCH_STATUS = 0 BEGIN ${body} FETCH NEXT FROM c INTO @i, @s, @d, @a, @q, @c; END CLOSE c; DEALLOCATE c;`;

/** What the UPDATE sets, and the columns and values of the INSERT. */
const CHANGES: readonly (readonly [string, string, string])[] = [
  ['Total = Total + @a, N = N + 1', 'Total, N', '@a, 1'],
  ['Total = ISNULL(Total, 100) - @a * 2, N = ISNULL(N, 0) + ISNULL(@q, 10)', 'Total, N', '@a, 5'],
  ['Total += @a', 'N', '@q'],
  ['Total += CASE WHEN @q > 1 THEN @a ELSE -@a END', 'Total', '0'],
  ['Low = CASE WHEN @a < Low THEN @a ELSE Low END, At = @d', 'Low, At', '@a, @d'],
  ['Low = IIF(Low <= @a, @a, Low), Note = @c', 'Low, Note', '50, @i'],
  ['Note = CONCAT(@i, @c), At = NULL', 'Note, At', "'first', @d"],
  ["Note = 'again'", 'Total', '@a'],
  ['N = @q, Total = @a', 'N, Total, Note', '@q, @a, @c'],
];

const forms: readonly ((set: string, columns: string, values: string) => string)[] = [
  (set, columns, values) =>
    `IF EXISTS (SELECT * FROM dbo.Totals WHERE ${KEY}) UPDATE dbo.Totals SET ${set} WHERE ${KEY}; ELSE INSERT dbo.Totals (Shop, Code, ${columns}) VALUES (@s, @c, ${values});`,
  (set, columns, values) =>
    `IF @i <> 4 BEGIN UPDATE dbo.Totals SET ${set} WHERE ${KEY}; IF @@ROWCOUNT = 0 INSERT dbo.Totals (Code, Shop, ${columns}) SELECT @c, @s, ${values}; END`,
  (set, columns, values) =>
    `IF NOT EXISTS (SELECT * FROM dbo.Totals WHERE ${KEY}) INSERT dbo.Totals (Shop, Code, ${columns}) VALUES (@s, @c, ${values}); UPDATE dbo.Totals SET ${set} WHERE ${KEY};`,
  (set) => `UPDATE dbo.Totals SET ${set} WHERE ${KEY};`,
];

const ORDERS = ['Id', 'Day DESC, Id', 'Amount, Id DESC', 'Code DESC, Id'];

const UPSERTS = CHANGES.flatMap(([set, columns, values], i) =>
  forms.map((form, j) => [loop(form(set, columns, values), ORDERS[(i + j) % ORDERS.length] ?? 'Id')] as const),
);

const LIVE = 'FROM dbo.Live l';
const MISSING = 'NOT EXISTS (SELECT 1 FROM dbo.Archive a WHERE a.Id = l.Id)';

const BATCHES = [
  `WHILE 1 = 1 BEGIN INSERT TOP (2) INTO dbo.Archive SELECT l.* ${LIVE} WHERE ${MISSING}; IF @@ROWCOUNT = 0 BREAK; END`,
  `DECLARE @n int = 1; WHILE @n > 0 BEGIN INSERT dbo.Archive SELECT TOP (2) l.* ${LIVE} LEFT JOIN dbo.Archive a ON a.Id = l.Id WHERE a.Id IS NULL AND l.Shop < 3 ORDER BY l.Code; SET @n = @@ROWCOUNT; END`,
  `WHILE 1 = 1 BEGIN INSERT TOP (2) INTO dbo.Archive SELECT l.* ${LIVE} WHERE l.Shop < 3; IF @@ROWCOUNT = 0 BREAK; DELETE dbo.Live WHERE Id IN (SELECT Id FROM dbo.Archive); END`,
  `WHILE 1 = 1 BEGIN INSERT TOP (4) INTO dbo.Archive SELECT l.* ${LIVE} WHERE l.Shop < 3 AND ${MISSING}; DELETE l ${LIVE} WHERE EXISTS (SELECT 1 FROM dbo.Archive a WHERE a.Id = l.Id); IF @@ROWCOUNT = 0 BREAK; END`,
  // No batch has rows: what the archive has already stays in the source, too.
  `WHILE 1 = 1 BEGIN INSERT TOP (2) INTO dbo.Archive SELECT l.* ${LIVE} WHERE l.Shop > 5 AND ${MISSING}; IF @@ROWCOUNT = 0 BREAK; DELETE dbo.Live WHERE Id IN (SELECT Id FROM dbo.Archive); END`,
  `WHILE 1 = 1 BEGIN DELETE TOP (2) FROM dbo.Live OUTPUT deleted.* INTO dbo.Archive WHERE Shop < 3; IF @@ROWCOUNT < 2 BREAK; END`,
].map((body) => [body] as const);

async function outcomes(body: string): Promise<readonly string[]> {
  const script = `${TABLES}CREATE PROCEDURE dbo.Refresh AS\nBEGIN\nSET NOCOUNT ON;\n${body}\nEND\nGO\n`;
  const stated = new StatedSteps([script], ['dbo.Totals', 'dbo.Live', 'dbo.Archive']);
  onTestFinished(() => stated.close());
  const found = await stated.run([
    { exec: 'EXEC dbo.Refresh' },
    {
      mutate: `DELETE FROM dbo.Sale WHERE Id IN (2, 4, 6); INSERT INTO dbo.Sale VALUES (20,1,'20230101',3.33,1,'B'),(21,9,'20230101',3,1,'n'),(22,9,'20230102',2,NULL,'N');
        INSERT INTO dbo.Live VALUES (20,1,'m'),(21,2,NULL),(22,1,'k');`,
      exec: 'EXEC dbo.Refresh',
    },
  ]);
  return [...new Set(found.map(({ outcome }) => outcome))];
}

it.each([...UPSERTS, ...BATCHES])('%s', async (body) => {
  expect(await outcomes(body)).toEqual(['equal']);
});
