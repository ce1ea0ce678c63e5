import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.T (Id int NOT NULL PRIMARY KEY, Cat varchar(10) NULL, D date NULL, N decimal(9,2) NULL, P int NULL, M money NULL,
  F float NULL, S varchar(30) NULL);
INSERT dbo.T VALUES (1,'x','2024-02-29',1.5,NULL,3,1.5,'a{{b}}c;'), (2,'x',NULL,NULL,1,NULL,NULL,'a\\nb'), (3,'y','2024-12-31',0,1,5,2,'{%x'),
  (4,'z',NULL,NULL,NULL,NULL,NULL,'l1' + CHAR(10) + 'l2');
GO
CREATE FUNCTION dbo.DateRange(@a date, @b date) RETURNS @r TABLE (d date) AS
BEGIN
  WHILE @a <= @b BEGIN INSERT @r SELECT @a; SET @a = DATEADD(day, 1, @a); END
  RETURN
END
GO
CREATE FUNCTION dbo.Fact(@n int) RETURNS int AS BEGIN IF @n <= 1 RETURN 1; RETURN @n * dbo.Fact(@n - 1) END
GO
CREATE VIEW dbo.LatestDay AS SELECT Cat, MAX(COALESCE(D,'1900-01-01')) AS m FROM dbo.T GROUP BY Cat;
GO
CREATE VIEW dbo.DaysOrEnd AS SELECT COALESCE(D,'9999-12-31') AS d, COUNT(*) AS n, COUNT(DISTINCT CASE WHEN Cat = 'x' THEN P ELSE '0' END) AS c
FROM dbo.T GROUP BY COALESCE(D,'9999-12-31');
GO
CREATE VIEW dbo.WithZero AS SELECT Id, GREATEST(D,'2024-06-01') AS g FROM dbo.T UNION SELECT '0', '2020-01-01';
GO
CREATE VIEW dbo.MeanByGroup AS SELECT Cat, SUM(M) / COUNT(M) AS m, SUM(N) / COUNT(N) AS n, SUM(F) / COUNT(F) AS f, SUM(P) / COUNT(P) AS p
FROM dbo.T GROUP BY Cat;
GO
CREATE VIEW dbo.ByZero AS SELECT Id, P / (Id - 1) AS q, P % (Id - 1) AS r FROM dbo.T WHERE Id < 3;
GO
CREATE VIEW dbo.Braces AS SELECT Id, '{{ x }}' AS a, 'a{# z #}b' AS b, '{% y %}' AS c, CHARINDEX('{{', S) AS d, REPLACE(S, '\\n', ' ') AS e,
  REPLACE(S, '{%', '{{') AS f FROM dbo.T WHERE S LIKE '%{{%}}%' OR S LIKE '%\\n%' OR S LIKE '{%';
GO
CREATE VIEW dbo.OneLine AS SELECT Id, REPLACE(REPLACE(S, CHAR(13), ''), CHAR(10), ' ') AS s,
  LEN(S) - LEN(REPLACE(S, ';', '')) AS n, CASE WHEN S = 'x' THEN 1 ELSE 0 END AS c FROM dbo.T;
GO
CREATE VIEW dbo.Days AS SELECT d FROM dbo.DateRange('2024-02-28', '2024-03-02');
GO
CREATE VIEW dbo.Attempts AS SELECT Id, TRY_CAST(N AS decimal(18,1)) AS a, TRY_CAST(N AS decimal(2,2)) AS b, TRY_CAST(N AS int) AS c,
  TRY_CAST(Id - 2 AS tinyint) AS d, TRY_CAST(Id * 20000 AS smallint) AS e, TRY_CAST(Id AS bigint) AS f, TRY_CAST(Id AS varchar(10)) AS g,
  TRY_CAST(Id * 1000 AS varchar(3)) AS h, TRY_CAST(Id AS float) AS i, TRY_CAST(Id AS nvarchar(20)) AS j FROM dbo.T;
GO
CREATE VIEW dbo.AmongTexts AS SELECT Id FROM dbo.T WHERE Cat = SOME (SELECT 'X' UNION SELECT 'q') OR Cat <> ALL (SELECT 'x' UNION SELECT 'Z');
GO
CREATE VIEW dbo.Factorials AS SELECT Id, dbo.Fact(Id) AS f FROM dbo.T;
GO
`;

it('views as databases have them', { timeout: 240_000 }, async () => {
  const { report } = await migrateScript('views', SCRIPT);
  const views = report.objects.filter(({ kind }) => kind === 'view');
  const found = views.map(({ id, verdict, issues }) => [
    id.replace('dbo.', ''),
    verdict,
    ...issues.map(({ code }) => code),
  ]);
  expect(found.map((each) => each.join(' ')).sort()).toEqual([
    'AmongTexts equal',
    'Attempts equal',
    'Braces equal',
    'ByZero equal',
    'Days equal',
    'DaysOrEnd equal',
    'Factorials refused lower-unsupported',
    'LatestDay equal',
    'MeanByGroup equal',
    'OneLine equal',
    'WithZero equal',
  ]);
  const days = report.objects.find(({ id }) => id === 'dbo.Days');
  expect(days?.evidence.map(({ rowsSource, rowsTarget }) => [rowsSource, rowsTarget])).toEqual([[4, 4]]);
});
