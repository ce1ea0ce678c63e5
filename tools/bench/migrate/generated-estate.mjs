/**
 * A script with many small tables and views: keys, references, a few rows each, and views on tables and on other views
 * up to four deep. The same size gives the same script.
 * @param {{ tables: number, views: number }} size
 */
export function generatedEstate({ tables, views }) {
  const batches = [];
  for (let t = 0; t < tables; t++) {
    const parent = t === 0 ? '' : ` REFERENCES dbo.Table${Math.floor(t / 2)} (Id)`;
    const rows = [1, 2, 3].map((id) => `(${id}, ${id}, N'Name ${t} ${id}', ${t}.${id}5, '2024-0${id}-28')`);
    batches.push(
      `CREATE TABLE dbo.Table${t} (
  Id int NOT NULL PRIMARY KEY,
  ParentId int NOT NULL${parent},
  Name nvarchar(40) NOT NULL,
  Amount money NULL,
  ChangedAt datetime NOT NULL
);`,
      `INSERT INTO dbo.Table${t} (Id, ParentId, Name, Amount, ChangedAt) VALUES ${rows.join(', ')};`,
    );
  }
  for (let v = 0; v < views; v++) {
    const table = `dbo.Table${v % tables}`;
    const isBase = v % 4 === 0;
    batches.push(
      isBase
        ? `CREATE VIEW dbo.View${v} AS
SELECT a.Id, b.Name, a.Amount * 2 AS Amount FROM ${table} AS a JOIN dbo.Table${Math.floor((v % tables) / 2)} AS b ON b.Id = a.ParentId;`
        : `CREATE VIEW dbo.View${v} AS
SELECT v.Id, t.Name, SUM(v.Amount) AS Amount, COUNT(*) AS Things
FROM dbo.View${v - 1} AS v JOIN ${table} AS t ON t.Id = v.Id
WHERE YEAR(t.ChangedAt) = 2024
GROUP BY v.Id, t.Name;`,
    );
  }
  return `${batches.join('\nGO\n')}\nGO\n`;
}
