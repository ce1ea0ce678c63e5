import { describe, expect, it } from 'vitest';
import { loadScripts } from '../exec/load-scripts.js';
import { errorOf, rows } from '../testing/run-sql.js';

const TABLE = `CREATE TABLE dbo.T (Id int IDENTITY PRIMARY KEY, A int, V AS A * 2);
INSERT dbo.T (A) VALUES (1), (2);
GO
`;

describe('rows from before a definition', () => {
  it.each([
    ['b int NOT NULL DEFAULT 7', '7'],
    ['b int NULL DEFAULT 7 WITH VALUES', '7'],
    ['b int NULL DEFAULT 7', null],
    ['b AS A + 1 PERSISTED', '2'],
    ['b AS A + 1', '2'],
  ])('get the values of ADD %s', (column, value) => {
    expect(rows(`${TABLE}ALTER TABLE dbo.T ADD ${column};\nGO\nSELECT b FROM dbo.T WHERE Id = 1`)).toEqual([[value]]);
  });

  it('are found by an index over a computed column', () => {
    const index = 'CREATE UNIQUE INDEX UX ON dbo.T (V);\nGO\n';
    expect(errorOf(`${TABLE}${index}INSERT dbo.T (A) VALUES (2)`)).toBe(2601);
    expect(rows(`${TABLE}${index}INSERT dbo.T (A) VALUES (3); SELECT V FROM dbo.T`)).toEqual([['2'], ['4'], ['6']]);
  });

  const FUNCTIONS = `CREATE FUNCTION dbo.F (@a int) RETURNS int AS BEGIN DECLARE @b int = @a; SET @b = @b + 1; RETURN @b END
GO
CREATE FUNCTION dbo.Endless (@a int) RETURNS int AS BEGIN WHILE @a = @a SET @a = @a; RETURN 1 END
GO
CREATE TABLE dbo.T (A int, F AS dbo.F(A));
INSERT dbo.T (A) SELECT value FROM GENERATE_SERIES(1, 60);
GO
`;

  it('are computed by functions, however many there are', () => {
    const { diagnostics, database } = loadScripts(
      [{ name: 'a.sql', text: `${FUNCTIONS}CREATE INDEX IX ON dbo.T (F);\nGO\nUPDATE dbo.T SET A = F + 1;` }],
      { statementLimit: 50 },
    );
    expect(diagnostics).toEqual([]);
    expect(database.rows('dbo', 'T')?.at(-1)).toEqual([62n, 63n]);
  });

  it('end with a function that does not', () => {
    const { diagnostics } = loadScripts(
      [
        {
          name: 'a.sql',
          text: `${FUNCTIONS}CREATE TABLE dbo.E (A int, F AS dbo.Endless(A) PERSISTED);\nINSERT dbo.E (A) VALUES (1);`,
        },
      ],
      { statementLimit: 50 },
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(['exec-too-long']);
  });
});
