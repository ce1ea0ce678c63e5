import { expect, it } from 'vitest';
import { extractSource } from './extract-source.js';
import { folderOf } from './testing/temporary-files.js';

const SCRIPT = `
CREATE TABLE dbo.A (Id int);
CREATE TABLE dbo.B (Id int);
GO
CREATE VIEW dbo.V AS SELECT a.Id FROM A a JOIN dbo.B b ON b.Id = a.Id;
GO
CREATE FUNCTION dbo.F () RETURNS int AS BEGIN RETURN (SELECT COUNT(*) FROM dbo.V) END
GO
CREATE PROCEDURE dbo.P AS BEGIN INSERT dbo.A SELECT dbo.F(); EXEC dbo.Q; SELECT * FROM Elsewhere.dbo.X END
GO
CREATE PROCEDURE dbo.Q AS SELECT 1;
GO
CREATE TRIGGER dbo.T ON dbo.B AFTER INSERT AS SELECT 1;
`;

it('knows what modules depend on, by their texts', async () => {
  const extracted = await extractSource(folderOf({ 'a.sql': SCRIPT }), { now: 0 });
  if (!extracted.ok) throw new Error(extracted.error.message);
  const { dependencies } = extracted.value.document.catalog;
  const shown = dependencies?.map(({ name, on }) => [name, on.map((each) => `${each.schema}.${each.name}`).sort()]);
  expect(shown).toEqual([
    ['V', ['dbo.A', 'dbo.B']],
    ['F', ['dbo.V']],
    ['P', ['dbo.A', 'dbo.F', 'dbo.Q']],
    ['T', ['dbo.B']],
  ]);
});
