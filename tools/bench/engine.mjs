// `npm run bench -- engine [--rows N]`: rows a second of the reference engine. It is written to be right and clear; this says
// what that costs.
import { performance } from 'node:perf_hooks';

const QUERIES = {
  'scan and filter': "SELECT COUNT(*) FROM dbo.Sale WHERE Amount > 50 AND Region = 'north'",
  'hash join': 'SELECT COUNT(*) FROM dbo.Sale AS s JOIN dbo.Customer AS c ON c.Id = s.CustomerId',
  'group by': 'SELECT CustomerId, SUM(Amount) AS Amount, COUNT(*) AS n FROM dbo.Sale GROUP BY CustomerId',
  'order by': 'SELECT TOP (10) Id FROM dbo.Sale ORDER BY Amount DESC, Id',
  window:
    'SELECT MAX(n) FROM (SELECT ROW_NUMBER() OVER (PARTITION BY CustomerId ORDER BY Amount, Id) AS n FROM dbo.Sale) AS t',
  'insert from a query': 'SELECT Id, CustomerId, Amount * 1.1 AS Amount INTO #copy FROM dbo.Sale',
  update: 'UPDATE dbo.Sale SET Amount = Amount + 1 WHERE Id % 2 = 0',
  'cursor loop': `DECLARE @id int, @sum bigint = 0;
    DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT Id FROM dbo.Sale;
    OPEN c; FETCH NEXT FROM c INTO @id;
    WHILE @@FETCH_STATUS = 0 BEGIN SET @sum += @id; FETCH NEXT FROM c INTO @id; END;
    CLOSE c; DEALLOCATE c;`,
};

export async function bench(args) {
  const { Database, executeSql } = await import('@datamigrate/tsql-engine');
  const rows = args.includes('--rows') ? Number(args[args.indexOf('--rows') + 1]) : 100_000;
  const fresh = () => {
    const database = new Database({ statementLimit: Number.POSITIVE_INFINITY });
    must(executeSql(database, SCHEMA));
    must(executeSql(database, fill(rows)));
    return database;
  };
  const started = performance.now();
  const database = fresh();
  const table = [['work', 'rows a second', 'seconds'], line('generate and insert', rows, performance.now() - started)];
  for (const [name, sql] of Object.entries(QUERIES)) {
    const before = performance.now();
    must(executeSql(database, sql));
    table.push(line(name, rows, performance.now() - before));
  }
  console.log(`${rows.toLocaleString('en-US')} rows in dbo.Sale, 1,000 in dbo.Customer\n`);
  const widths = table[0].map((_, i) => Math.max(...table.map((row) => row[i].length)));
  for (const row of table)
    console.log(row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '));
  return 0;
}

const SCHEMA = `CREATE TABLE dbo.Customer (Id int NOT NULL PRIMARY KEY, Name nvarchar(40) NOT NULL);
CREATE TABLE dbo.Sale (Id int NOT NULL PRIMARY KEY, CustomerId int NOT NULL, Amount decimal(9,2) NOT NULL, Region varchar(10) NOT NULL);
WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
INSERT INTO dbo.Customer SELECT i, CONCAT(N'Customer ', i) FROM n OPTION (MAXRECURSION 1000);`;

const fill = (
  rows,
) => `WITH n AS (SELECT Id AS i FROM dbo.Customer), m AS (SELECT (a.i - 1) * 1000 + b.i AS i FROM n AS a CROSS JOIN n AS b WHERE a.i <= ${Math.ceil(rows / 1000)})
INSERT INTO dbo.Sale SELECT i, i % 1000 + 1, i % 10007 / 100.0, CASE i % 3 WHEN 0 THEN 'north' ELSE 'south' END FROM m WHERE i <= ${rows};`;

function line(name, rows, milliseconds) {
  const rate = Math.round(rows / (milliseconds / 1000));
  return [name, rate.toLocaleString('en-US'), (milliseconds / 1000).toFixed(2)];
}

function must({ error, refusal }) {
  if (error) throw new Error(`${error.number}: ${error.message}`);
  if (refusal) throw new Error(refusal.construct);
}
