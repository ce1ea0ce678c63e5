// A script of many views of 2 KB each, over a few tables.

const TABLES = 20;

export function estate(views) {
  const tables = Array.from({ length: TABLES }, (_, i) => table(i));
  return [...tables, ...Array.from({ length: views }, (_, i) => view(i))].join('\nGO\n');
}

const table = (i) =>
  `CREATE TABLE dbo.Sales${i} (Id int NOT NULL PRIMARY KEY, CustomerId int NOT NULL, Sold date NULL, Amount decimal(12, 2) NULL, ` +
  'Quantity int NOT NULL, Region varchar(20) NULL, Note nvarchar(100) NULL, Active bit NOT NULL);';

function view(i) {
  const [a, b, c] = [i % TABLES, (i * 7 + 1) % TABLES, (i * 3 + 2) % TABLES];
  const measures = Array.from(
    { length: 12 },
    (_, m) => `
    SUM(CASE WHEN MONTH(s.Sold) = ${m + 1} AND s.Active = 1 THEN s.Amount * s.Quantity ELSE 0 END) AS Month${m + 1}Amount`,
  );
  return `CREATE VIEW dbo.vReport${i} AS
-- What customers bought in each month, beside what they paid before
WITH Recent AS (
    SELECT CustomerId, MAX(Sold) AS LastSold, COUNT(*) AS Orders
    FROM dbo.Sales${b}
    WHERE Sold >= DATEADD(month, -6, '20240101') AND Quantity > 0
    GROUP BY CustomerId
)
SELECT
    s.CustomerId,
    YEAR(s.Sold) AS SoldYear,
    CASE WHEN r.Orders > 10 THEN 'frequent' WHEN r.Orders IS NULL THEN 'new' ELSE 'regular' END AS Kind,
    ISNULL(CONVERT(varchar(10), MAX(r.LastSold), 120), 'never') AS LastSold,
    SUM(s.Amount) / NULLIF(SUM(s.Quantity), 0) AS AveragePrice,${measures.join(',')}
FROM dbo.Sales${a} AS s
LEFT JOIN Recent AS r ON r.CustomerId = s.CustomerId
WHERE EXISTS (SELECT 1 FROM dbo.Sales${c} AS x WHERE x.CustomerId = s.CustomerId AND x.Amount > ${i})
GROUP BY s.CustomerId, YEAR(s.Sold), CASE WHEN r.Orders > 10 THEN 'frequent' WHEN r.Orders IS NULL THEN 'new' ELSE 'regular' END;`;
}
