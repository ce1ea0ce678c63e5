import { describe, expect, it } from 'vitest';
import { errorOf, rows } from '../testing/run-sql.js';

const TABLES = `CREATE TABLE dbo.P (Id int NOT NULL PRIMARY KEY); INSERT dbo.P VALUES (1), (2);
CREATE TABLE dbo.T (Id int NOT NULL, N int NULL, Code varchar(9) NULL); INSERT dbo.T VALUES (1, 5, 'a'), (2, NULL, 'A '), (2, 9, NULL);
GO
`;

describe('ALTER TABLE over rows', () => {
  it.each([
    ['ALTER TABLE dbo.T ADD CONSTRAINT C CHECK (N < 9)', 547],
    ['ALTER TABLE dbo.T WITH CHECK ADD CHECK (N < 9)', 547],
    ['ALTER TABLE dbo.T ADD CONSTRAINT F FOREIGN KEY (N) REFERENCES dbo.P (Id)', 547],
    ['ALTER TABLE dbo.T ADD CONSTRAINT K PRIMARY KEY (Id)', 1505],
    ['ALTER TABLE dbo.T WITH NOCHECK ADD CONSTRAINT K UNIQUE (Id)', 1505],
    ['ALTER TABLE dbo.T ADD CONSTRAINT K UNIQUE (Code)', 1505],
    ['CREATE UNIQUE INDEX K ON dbo.T (Id)', 1505],
    ['ALTER TABLE dbo.T ADD More int NOT NULL', 4901],
    ['ALTER TABLE dbo.T ALTER COLUMN N int NOT NULL', 515],
    [
      'ALTER TABLE dbo.T WITH NOCHECK ADD CONSTRAINT C CHECK (N < 9); ALTER TABLE dbo.T WITH CHECK CHECK CONSTRAINT C',
      547,
    ],
    ['SELECT * INTO dbo.Made FROM dbo.T; ALTER TABLE dbo.Made ADD CONSTRAINT K PRIMARY KEY (Id)', 1505],
  ])('%s fails with %i', (sql, number) => expect(errorOf(TABLES + sql)).toBe(number));

  it.each([
    'ALTER TABLE dbo.T ADD CONSTRAINT C CHECK (N < 10)',
    'ALTER TABLE dbo.T WITH NOCHECK ADD CONSTRAINT C CHECK (N < 9)',
    'ALTER TABLE dbo.T WITH NOCHECK ADD CONSTRAINT F FOREIGN KEY (N) REFERENCES dbo.P (Id)',
    'ALTER TABLE dbo.T ADD CONSTRAINT F FOREIGN KEY (Id) REFERENCES dbo.P (Id)',
    'ALTER TABLE dbo.T ADD CONSTRAINT K UNIQUE (N)',
    'CREATE UNIQUE INDEX K ON dbo.T (Id) WHERE N > 5',
    'ALTER TABLE dbo.T ADD More int NOT NULL DEFAULT 1',
    'ALTER TABLE dbo.T ADD More int NOT NULL IDENTITY',
  ])('%s', (sql) => expect(errorOf(TABLES + sql)).toBeUndefined());

  it('holds for the rows that come later, also WITH NOCHECK', () => {
    const add = 'ALTER TABLE dbo.T WITH NOCHECK ADD CONSTRAINT C CHECK (N < 9);';
    expect(errorOf(`${TABLES}${add} INSERT dbo.T VALUES (1, 9, NULL)`)).toBe(547);
    expect(errorOf(`${TABLES}${add} UPDATE dbo.T SET Code = 'x' WHERE N = 9`)).toBe(547);
  });

  it('is taken back where the rows do not fit', () => {
    const add = 'ALTER TABLE dbo.T ADD More int NULL, CONSTRAINT C CHECK (N < 9)';
    const sql = `${TABLES}BEGIN TRY ${add} END TRY BEGIN CATCH PRINT ERROR_NUMBER() END CATCH\nGO
      INSERT dbo.T VALUES (3, 10, 'z'); SELECT COUNT(*), COL_LENGTH('dbo.T', 'More') FROM dbo.T`;
    expect(rows(sql)).toEqual([['4', null]]);
  });

  it('keeps the constraints of tables that SELECT INTO has made', () => {
    const made = 'SELECT Id, N INTO dbo.Made FROM dbo.T; ALTER TABLE dbo.Made ADD CONSTRAINT C CHECK (N < 10);';
    expect(rows(`${TABLES}${made} SELECT SUM(Id) FROM dbo.Made`)).toEqual([['5']]);
    expect(errorOf(`${TABLES}${made} INSERT dbo.Made VALUES (1, 10)`)).toBe(547);
  });
});
