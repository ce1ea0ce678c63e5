import { describe, expect, it } from 'vitest';
import { errorOf, rows } from '../testing/run-sql.js';

const TABLE =
  'CREATE TABLE dbo.T (Id int IDENTITY(10, 5) PRIMARY KEY, Code varchar(5)); CREATE TABLE dbo.Plain (Id int);';
const TWO = "INSERT dbo.T (Code) VALUES ('a'), ('b');";
const NEXT = "; INSERT dbo.T (Code) VALUES ('c'); SELECT MIN(CASE Code WHEN 'c' THEN Id END) FROM dbo.T";

describe('DBCC CHECKIDENT', () => {
  // learn.microsoft.com/sql/t-sql/database-console-commands/dbcc-checkident-transact-sql
  it.each([
    [`${TWO} DELETE dbo.T; DBCC CHECKIDENT ('dbo.T', RESEED, 0)`, '5'],
    [`${TWO} DELETE dbo.T; DBCC CHECKIDENT ('[dbo].[T]', RESEED, -5) WITH NO_INFOMSGS`, '0'],
    [`DBCC CHECKIDENT (T, RESEED, 30)`, '30'],
    [`${TWO} TRUNCATE TABLE dbo.T; DBCC CHECKIDENT ('T', RESEED, 30)`, '30'],
    [`${TWO} DELETE dbo.T WHERE Code = 'b'; DBCC CHECKIDENT ('T')`, '20'],
    [
      `${TWO} DELETE dbo.T; DBCC CHECKIDENT ('T', RESEED, 0); ${TWO} DELETE dbo.T; DBCC CHECKIDENT ('T', NORESEED)`,
      '15',
    ],
    [`${TWO} DBCC CHECKIDENT ('T', RESEED, 40); DBCC CHECKIDENT ('T', RESEED)`, '45'],
  ])('%s', (sql, next) => {
    expect(rows(`${TABLE} ${sql}${NEXT}`)).toEqual([[next]]);
  });

  it('takes tables with such a column only', () => {
    expect(errorOf(`${TABLE} DBCC CHECKIDENT ('Plain', RESEED, 0)`)).toBe(7997);
    expect(errorOf(`${TABLE} DBCC CHECKIDENT ('Nothing', RESEED, 0)`)).toBe(2501);
  });
});
