import { describe, expect, it } from 'vitest';
import { bindText, moduleBinder, queryOf } from '../testing/bind-text.js';
import { outline } from '../testing/outline.js';

const binder = moduleBinder(`
CREATE FUNCTION dbo.Price (@amount decimal(10,2), @rate decimal(5,2) = 1.5, @note varchar(5) = NULL) RETURNS decimal(12,2) AS BEGIN RETURN @amount END
GO
CREATE FUNCTION dbo.Series (@from int, @step smallint = 2) RETURNS TABLE AS RETURN SELECT @from AS n
GO
CREATE TYPE dbo.Ids AS TABLE (id int)
GO
CREATE FUNCTION dbo.Total (@ids dbo.Ids READONLY) RETURNS int AS BEGIN RETURN 1 END
`);

describe('arguments of a function of the database', () => {
  it.each([
    ["SELECT dbo.Price('5', DEFAULT, DEFAULT)", "dbo.Price(decimal(10,2)<'5'>, decimal(5,2)<15>, NULL)"],
    ['SELECT dbo.Price(1, 2, 3)', 'dbo.Price(decimal(10,2)<1>, decimal(5,2)<2>, varchar(5)<3>)'],
    ['DECLARE @t dbo.Ids; SELECT dbo.Total(@t)', 'dbo.Total(@t)'],
  ])('%s', (sql, expected) => {
    const query = queryOf(sql, binder);
    expect(query.kind === 'select' && query.select.map((item) => outline(item.expression))).toEqual([expected]);
  });

  it('are converted in FROM as well', () => {
    const query = queryOf("SELECT n FROM dbo.Series('5', DEFAULT)", binder);
    const [table] = query.kind === 'select' ? query.from : [];
    expect(table?.kind === 'user-function-table' && table.arguments.map(outline)).toEqual(["int<'5'>", 'smallint<2>']);
  });

  it.each([
    ['SELECT dbo.Price(1)', 'The function dbo.Price takes 3 argument(s), not 1 (174).'],
    ['SELECT n FROM dbo.Series(1, 2, 3)', 'The function dbo.Series takes 2 argument(s), not 3 (174).'],
    ['SELECT dbo.Nothing(1)', "Invalid object name 'dbo.Nothing' (208)."],
    ['SELECT dbo.Series(1, 2)', "Invalid object name 'dbo.Series' (208)."],
  ])('%s: %s', (sql, message) =>
    expect(bindText(sql, binder).diagnostics.map((found) => found.message)).toEqual([message]),
  );
});
