import { describe, expect, it } from 'vitest';
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
});
