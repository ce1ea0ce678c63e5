import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Sale (Id int NOT NULL PRIMARY KEY, Shop int NOT NULL, Day date NOT NULL, Amount decimal(9,2) NOT NULL, Qty int NULL, Code varchar(10) NOT NULL);
CREATE TABLE dbo.Totals (Shop int NOT NULL, Day date NOT NULL, Total decimal(18,2) NOT NULL, N int NULL, Least decimal(9,2) NOT NULL,
  Greatest decimal(9,2) NOT NULL, FirstId int NULL, LastCode varchar(10) NULL, Since varchar(10) NULL DEFAULT 'made', PRIMARY KEY (Shop, Day));
CREATE TABLE dbo.Counts (Shop int NOT NULL, Day date NOT NULL, N int NOT NULL, Qty int NULL, PRIMARY KEY (Shop, Day));
CREATE TABLE dbo.Codes (Code varchar(10) NOT NULL PRIMARY KEY, Total decimal(12,2) NULL, Rounds int NOT NULL, Note varchar(20) NULL);
CREATE TABLE dbo.Latest (Shop int NOT NULL, Code varchar(10) NOT NULL, Amount decimal(9,2) NOT NULL, At date NULL);
CREATE TABLE dbo.Months (Month date NOT NULL, Shop int NOT NULL, Total decimal(18,2) NULL, Days int NOT NULL, LastId int NULL);
INSERT dbo.Months VALUES ('20240101',1,NULL,4,NULL),('20240101',2,1,1,1),('20240101',2,2,2,2);
INSERT dbo.Sale VALUES (1,1,'20240101',5,1,'a'),(2,1,'20240101',-2.5,NULL,'A'),(3,2,'20240101',7,3,'b'),(4,1,'20240102',1,4,'a'),
  (5,1,'20240101',9.99,2,'c'),(6,2,'20240103',4,NULL,'B');
INSERT dbo.Totals VALUES (1,'20240101',100,NULL,3,4,0,'old','old'),(9,'20240109',1,1,1,1,1,'stay','stay');
INSERT dbo.Counts VALUES (2,'20240101',10,NULL);
INSERT dbo.Codes VALUES ('B',NULL,5,'there');
INSERT dbo.Latest VALUES (1,'A',1,NULL),(1,'a',2,NULL);
GO
CREATE PROCEDURE dbo.AddTotals AS
BEGIN
  DECLARE @i int, @s int, @d date, @a decimal(9,2), @c varchar(10);
  DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT Id, Shop, Day, Amount, Code FROM dbo.Sale ORDER BY Day DESC, Id;
  OPEN c; FETCH NEXT FROM c INTO @i, @s, @d, @a, @c;
  WHILE @@FETCH_STATUS = 0
  BEGIN
    IF EXISTS (SELECT 1 FROM dbo.Totals WHERE Shop = @s AND Day = @d)
      UPDATE dbo.Totals SET Total = Total + @a, N = ISNULL(N, 0) + 1, Least = CASE WHEN @a < Least THEN @a ELSE Least END,
        Greatest = IIF(Greatest > @a, Greatest, @a), LastCode = @c WHERE Shop = @s AND Day = @d;
    ELSE
      INSERT dbo.Totals (Shop, Day, Total, N, Least, Greatest, FirstId, LastCode) VALUES (@s, @d, @a, 0, @a, 0, @i, 'new ' + @c);
    FETCH NEXT FROM c INTO @i, @s, @d, @a, @c;
  END
  CLOSE c; DEALLOCATE c;
END
GO
CREATE PROCEDURE dbo.AddCounts AS
BEGIN
  DECLARE @s int, @d date, @q int;
  DECLARE c CURSOR LOCAL FOR SELECT Shop, Day, Qty FROM dbo.Sale;
  OPEN c; FETCH NEXT FROM c INTO @s, @d, @q;
  WHILE @@FETCH_STATUS = 0
  BEGIN
    UPDATE dbo.Counts SET N += 1, Qty = Qty + ISNULL(@q, 0) WHERE Day = @d AND Shop = @s;
    IF @@ROWCOUNT = 0 INSERT dbo.Counts VALUES (@s, @d, 1, ISNULL(@q, 0));
    FETCH NEXT FROM c INTO @s, @d, @q;
  END
END
GO
CREATE PROCEDURE dbo.AddCodes AS
BEGIN
  DECLARE @c varchar(10), @a decimal(9,2);
  DECLARE c CURSOR LOCAL FOR SELECT Code, Amount FROM dbo.Sale ORDER BY Id DESC;
  OPEN c;
  WHILE 1 = 1
  BEGIN
    FETCH NEXT FROM c INTO @c, @a;
    IF @@FETCH_STATUS <> 0 BREAK;
    MERGE dbo.Codes AS t USING (SELECT @c AS Code, @a AS Amount) AS s ON t.Code = s.Code
      WHEN MATCHED THEN UPDATE SET Total = t.Total - s.Amount, Rounds = t.Rounds + 1, Note = 'again ' + s.Code
      WHEN NOT MATCHED THEN INSERT (Code, Total, Rounds, Note) VALUES (s.Code, s.Amount, 1, 'first ' + s.Code);
  END
END
GO
CREATE PROCEDURE dbo.KeepLatest AS
BEGIN
  DECLARE @s int, @c varchar(10), @a decimal(9,2), @d date;
  DECLARE c CURSOR LOCAL FOR SELECT Shop, Code, Amount, Day FROM dbo.Sale ORDER BY Day, Id;
  OPEN c; FETCH NEXT FROM c INTO @s, @c, @a, @d;
  WHILE @@FETCH_STATUS = 0
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM dbo.Latest l WHERE l.Code = @c AND l.Shop = @s) INSERT dbo.Latest (Shop, Code, Amount) VALUES (@s, @c, 0);
    UPDATE dbo.Latest SET Amount = @a, At = @d WHERE Shop = @s AND Code = @c;
    FETCH NEXT FROM c INTO @s, @c, @a, @d;
  END
END
GO
CREATE PROCEDURE dbo.AddMonths @least decimal(9,2) = 0 AS
BEGIN
  DECLARE @s int, @d date, @a decimal(12,2), @i int, @m date, @n int;
  DECLARE c CURSOR LOCAL STATIC FOR SELECT Shop, Day, SUM(Amount), MAX(Id) FROM dbo.Sale GROUP BY Shop, Day ORDER BY Day, Shop;
  OPEN c; FETCH NEXT FROM c INTO @s, @d, @a, @i;
  WHILE @@FETCH_STATUS = 0
  BEGIN
    IF @a > @least
    BEGIN
      SET @m = DATEFROMPARTS(YEAR(@d), MONTH(@d), 1);
      SELECT @n = COUNT(*) FROM dbo.Months WHERE Month = @m AND Shop = @s;
      IF @n = 0 INSERT dbo.Months (Month, Shop, Total, Days) VALUES (@m, @s, @a * 2, 1);
      ELSE UPDATE dbo.Months SET Total = ISNULL(Total, 10) + @a, Days = Days + 1, LastId = @i WHERE Month = @m AND Shop = @s;
    END
    FETCH NEXT FROM c INTO @s, @d, @a, @i;
  END
  CLOSE c; DEALLOCATE c;
END
GO
`;

it('cursors that update or insert by keys which several of their rows share', { timeout: 240_000 }, async () => {
  const exec = 'EXEC dbo.AddTotals; EXEC dbo.AddCounts; EXEC dbo.AddCodes; EXEC dbo.KeepLatest; EXEC dbo.AddMonths;';
  const { report } = await migrateScript('upserts', SCRIPT, {
    scenario: {
      steps: [
        { exec },
        {
          mutate: `INSERT dbo.Sale VALUES (7,1,'20240101',0.01,NULL,'C'),(8,3,'20240101',8,1,'d'),(9,3,'20240101',6,1,'D'),(10,3,'20240101',7,NULL,'d'); DELETE dbo.Sale WHERE Id = 3;`,
          exec,
        },
        {
          mutate: `DELETE dbo.Sale WHERE Id < 8; UPDATE dbo.Sale SET Amount = -Amount WHERE Id = 9;`,
          exec: exec.replace('AddMonths', 'AddMonths @least = 2'),
        },
      ],
      targets: ['dbo.Totals', 'dbo.Counts', 'dbo.Codes', 'dbo.Latest', 'dbo.Months'],
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  const codes = found.map(({ id, verdict, issues }) => [id, [verdict, ...issues.map(({ code }) => code)]]);
  expect(Object.fromEntries(codes)).toEqual({
    'dbo.AddTotals': ['equal'],
    'dbo.AddCounts': ['equal'],
    'dbo.AddCodes': ['equal'],
    'dbo.KeepLatest': ['equal'],
    'dbo.AddMonths': ['equal'],
  });
  expect(found.flatMap(({ evidence }) => evidence)).toHaveLength(15);
});
