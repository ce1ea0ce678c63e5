import { expect, it, onTestFinished } from 'vitest';
import { StatedSteps } from '../testing/stated-steps.js';

const TABLES = `
CREATE TABLE dbo.Stage (Id int NULL, V int NULL, Active bit NOT NULL);
CREATE TABLE dbo.Dim (Id int NOT NULL PRIMARY KEY, V int NULL, Gone bit NOT NULL DEFAULT 0);
CREATE TABLE dbo.Heap (Id int NULL, V int NULL, Gone bit NOT NULL DEFAULT 0);
CREATE TABLE dbo.Log (Act nvarchar(10) NOT NULL, Id int NULL, N int NULL);
INSERT INTO dbo.Stage VALUES (1, 10, 1), (1, 11, 0), (1, 12, 0), (2, 20, 1), (3, 30, 0), (3, 30, 0), (5, 50, 1), (NULL, 0, 1);
INSERT INTO dbo.Dim (Id, V) VALUES (1, 1), (2, 2), (3, 3), (4, 4);
INSERT INTO dbo.Heap (Id, V) VALUES (1, 1), (1, 1), (2, 2), (3, 3), (4, 4), (NULL, NULL);
GO
`;

const INTO = 'MERGE dbo.@T t USING dbo.Stage s ON s.Id = t.Id';
const NEW = 'WHEN NOT MATCHED AND s.Id = 5 THEN INSERT (Id, V) VALUES (s.Id, s.V)';

/** Rows of the source that no clause takes may be as many as they like. */
const EQUAL: readonly (readonly [string, string])[] = [
  ['new rows alone', `${INTO} ${NEW};`],
  ['new rows, and those that are gone', `${INTO} ${NEW} WHEN NOT MATCHED BY SOURCE THEN UPDATE SET Gone = 1;`],
  ['those that are gone', `${INTO} WHEN NOT MATCHED BY SOURCE THEN DELETE;`],
  [
    'those that are gone, by a condition',
    `${INTO} WHEN NOT MATCHED BY SOURCE AND t.V > 3 THEN DELETE WHEN NOT MATCHED BY SOURCE THEN UPDATE SET Gone = 1;`,
  ],
  [
    'a match that a clause takes beside others',
    `${INTO} WHEN MATCHED AND s.Active = 1 THEN UPDATE SET V = s.V ${NEW} WHEN NOT MATCHED BY SOURCE THEN DELETE;`,
  ],
  [
    'a match that is deleted beside others',
    `${INTO} WHEN MATCHED AND s.Active = 1 AND s.V > 15 THEN DELETE WHEN MATCHED AND s.Active = 1 THEN UPDATE SET V = s.V WHEN NOT MATCHED BY SOURCE AND t.V = 4 THEN UPDATE SET Gone = 1;`,
  ],
  [
    'what OUTPUT and @@ROWCOUNT tell of it',
    `${INTO} WHEN MATCHED AND s.Active = 1 THEN UPDATE SET V = s.V ${NEW} WHEN NOT MATCHED BY SOURCE THEN UPDATE SET Gone = 1 OUTPUT $action, inserted.Id, inserted.V INTO dbo.Log; INSERT INTO dbo.Log VALUES (N'all', NULL, @@ROWCOUNT);`,
  ],
];

const ROWS = EQUAL.flatMap(([title, body]) =>
  ['Dim', 'Heap'].map((table) => [title, table, body.replaceAll('@T', table)] as const),
);

it.each(ROWS)('%s, into %s', async (_, __, body) => {
  const script = `${TABLES}CREATE PROCEDURE dbo.Refresh AS\nBEGIN\n${body}\nEND\nGO\n`;
  const stated = new StatedSteps([script], ['dbo.Dim', 'dbo.Heap', 'dbo.Log']);
  onTestFinished(() => stated.close());
  const found = await stated.run([{ exec: 'EXEC dbo.Refresh' }]);
  expect([...new Set(found.map(({ outcome }) => outcome))]).toEqual(['equal']);
});
