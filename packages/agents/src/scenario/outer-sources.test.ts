import { expect, it, onTestFinished } from 'vitest';
import { StatedSteps } from '../testing/stated-steps.js';

const TABLES = `
CREATE TABLE dbo.Sale (Id int NOT NULL, Code varchar(10) NULL, Amount int NULL, Day date NOT NULL);
CREATE TABLE dbo.Name (Code varchar(10) NULL, Name varchar(20) NULL);
CREATE TABLE dbo.Fact (Id int NOT NULL PRIMARY KEY, Code varchar(10) NULL, Name varchar(20) NULL, Amount int NULL);
CREATE TABLE dbo.Heap (Id int NULL, Code varchar(10) NULL, Name varchar(20) NULL, Amount int NULL);
INSERT INTO dbo.Sale VALUES (1,'a',5,'20240101'),(1,'a',5,'20240101'),(2,'b',NULL,'20240102'),(4,NULL,9,'20240103');
INSERT INTO dbo.Name VALUES ('a','Anna'),('a','Anna'),('c','Cy'),(NULL,'none');
INSERT INTO dbo.Fact VALUES (1,'a','old',1),(2,'b',NULL,2),(3,NULL,'x',3),(4,'c',NULL,NULL);
INSERT INTO dbo.Heap VALUES (1,'a','old',1),(2,'b',NULL,2),(3,NULL,'x',3),(4,'c',NULL,NULL),(1,'a','old',1),(NULL,NULL,NULL,NULL);
GO
`;

/** Statements over @T, a table with a key or without one. */
const EQUAL: readonly (readonly [string, string])[] = [
  [
    'a lookup that no key tells to be unique',
    "UPDATE t SET Name = ISNULL(n.Name, 'unknown') FROM @T t LEFT JOIN dbo.Name n ON n.Code = t.Code;",
  ],
  [
    'what differs from it',
    "UPDATE t SET Name = n.Name FROM @T t LEFT JOIN dbo.Name n ON n.Code = t.Code WHERE ISNULL(n.Name, '') <> ISNULL(t.Name, '');",
  ],
  [
    'a lookup behind a join',
    'UPDATE t SET Name = n.Name, Amount = s.Amount FROM @T t JOIN dbo.Sale s ON s.Id = t.Id LEFT JOIN dbo.Name n ON n.Code = t.Code;',
  ],
  [
    'a lookup by both',
    'UPDATE t SET Name = n.Name FROM @T t LEFT JOIN dbo.Sale s ON s.Id = t.Id LEFT JOIN dbo.Name n ON n.Code = t.Code AND s.Amount > t.Amount;',
  ],
  [
    'the latest of others, or NULL',
    'UPDATE t SET Amount = x.Amount FROM @T t OUTER APPLY (SELECT TOP (1) s.Amount FROM dbo.Sale s WHERE s.Id = t.Id ORDER BY s.Day DESC, s.Amount) x;',
  ],
  [
    'the latest of others behind a join',
    'UPDATE t SET Amount = x.Amount FROM @T t JOIN (SELECT DISTINCT Code FROM dbo.Name) n ON n.Code = t.Code CROSS APPLY (SELECT MAX(s.Amount) AS Amount FROM dbo.Sale s WHERE s.Code = n.Code AND s.Id = t.Id) x;',
  ],
  [
    'figures of others, where there are any',
    'UPDATE t SET Amount = ISNULL(x.N, 0) FROM @T t OUTER APPLY (SELECT COUNT(*) AS N FROM dbo.Sale s WHERE s.Id = t.Id) x WHERE t.Code IS NOT NULL;',
  ],
  [
    'DELETE by what OUTER APPLY finds',
    'DELETE t FROM @T t OUTER APPLY (SELECT TOP (1) s.Amount FROM dbo.Sale s WHERE s.Id = t.Id ORDER BY s.Day DESC) x WHERE x.Amount IS NULL;',
  ],
  [
    'DELETE by a lookup behind a join',
    'DELETE t FROM @T t JOIN dbo.Sale s ON s.Id = t.Id LEFT JOIN dbo.Name n ON n.Code = t.Code WHERE n.Code IS NULL;',
  ],
];

const ROWS = EQUAL.flatMap(([title, body]) =>
  ['Fact', 'Heap'].map((table) => [title, table, body.replaceAll('@T', `dbo.${table}`)] as const),
);

it.each(ROWS)('%s, into %s', async (_, __, body) => {
  const script = `${TABLES}CREATE PROCEDURE dbo.Refresh AS\nBEGIN\n${body}\nEND\nGO\n`;
  const stated = new StatedSteps([script], ['dbo.Fact', 'dbo.Heap']);
  onTestFinished(() => stated.close());
  const found = await stated.run([{ exec: 'EXEC dbo.Refresh' }]);
  expect(found.map(({ outcome }) => outcome)).toEqual(['equal']);
});
