import { describe, expect, it } from 'vitest';
import { codesOf, queryOf } from '../testing/bind-text.js';
import { outline } from '../testing/outline.js';

describe('GROUP BY', () => {
  const sets = (sql: string) => {
    const query = queryOf(sql);
    return (
      query.kind === 'select' && query.groupBy && { keys: query.groupBy.keys.map(outline), sets: query.groupBy.sets }
    );
  };

  it.each([
    ['GROUP BY City', ['City'], [[0]]],
    ['GROUP BY City, Name', ['City', 'Name'], [[0, 1]]],
    ['GROUP BY ROLLUP (City, Name)', ['City', 'Name'], [[0, 1], [0], []]],
    ['GROUP BY City, Name WITH ROLLUP', ['City', 'Name'], [[0, 1], [0], []]],
    ['GROUP BY CUBE (City, Name)', ['City', 'Name'], [[0, 1], [0], [1], []]],
    ['GROUP BY GROUPING SETS ((City, Name), City, ())', ['City', 'Name'], [[0, 1], [0], []]],
    ['GROUP BY City, ROLLUP (Name)', ['City', 'Name'], [[0, 1], [0]]],
    ['GROUP BY ROLLUP ((City, Name), Id)', ['City', 'Name', 'Id'], [[0, 1, 2], [0, 1], []]],
    ['GROUP BY YEAR(Since)', ['YEAR(Since)'], [[0]]],
  ])('%s', (clause, keys, expected) =>
    expect(sets(`SELECT COUNT(*) FROM dbo.Customer ${clause}`)).toEqual({ keys, sets: expected }),
  );

  it('is implied by an aggregate', () => {
    const query = queryOf('SELECT MAX(Id) FROM dbo.Customer');
    expect(query.kind === 'select' && query.groupBy).toMatchObject({ keys: [], sets: [[]], implicit: true });
  });

  it('turns what equals a key into a reference to it', () => {
    const query = queryOf(
      'SELECT YEAR(Since) + 1, COUNT(*) FROM dbo.Customer GROUP BY YEAR(Since) HAVING YEAR(Since) > 1',
    );
    const [first] = query.kind === 'select' ? query.select : [];
    expect(first && outline(first.expression)).toBe('(group-key(YEAR(Since)) + 1)');
  });
});

describe('clauses in which something is not allowed', () => {
  it.each([
    ['SELECT 1 FROM dbo.Customer a JOIN dbo.Customer b ON MAX(a.Id) = b.Id', 'bind-aggregate-not-allowed'],
    [
      'SELECT 1 FROM dbo.Customer a JOIN dbo.Customer b ON ROW_NUMBER() OVER (ORDER BY a.Id) = b.Id',
      'bind-window-not-allowed',
    ],
    ['SELECT COUNT(*) FROM dbo.Customer GROUP BY COUNT(*)', 'bind-aggregate-not-allowed'],
    [
      'SELECT City FROM dbo.Customer GROUP BY City HAVING ROW_NUMBER() OVER (ORDER BY City) = 1',
      'bind-window-not-allowed',
    ],
    ['SELECT City FROM dbo.Customer GROUP BY City HAVING Name = 1', 'bind-not-grouped'],
    ['SELECT City FROM dbo.Customer GROUP BY City ORDER BY Name', 'bind-not-grouped'],
    ['SELECT *, COUNT(*) FROM dbo.Customer GROUP BY Id', 'bind-not-grouped'],
  ])('%s: %s', (sql, code) => expect(codesOf(sql)).toContain(code));
});

describe('TOP and OFFSET', () => {
  it.each([
    ['SELECT TOP 5 Id FROM dbo.Customer', 'bigint<5> rows'],
    ['SELECT TOP (10) PERCENT Id FROM dbo.Customer', 'float<10> percent'],
    ['DECLARE @n int = 1; SELECT TOP (@n) WITH TIES Id FROM dbo.Customer ORDER BY Id', 'bigint<@n> rows with ties'],
  ])('%s', (sql, expected) => {
    const query = queryOf(sql);
    const top = query.kind === 'select' ? query.top : undefined;
    expect(top && `${outline(top.count)} ${top.percent ? 'percent' : 'rows'}${top.withTies ? ' with ties' : ''}`).toBe(
      expected,
    );
  });

  it('skips and fetches', () => {
    const { offset } = queryOf('SELECT Id FROM dbo.Customer ORDER BY Id OFFSET 2 ROWS FETCH NEXT 3 ROWS ONLY');
    expect(offset && [outline(offset.offset), offset.fetch && outline(offset.fetch)]).toEqual([
      'bigint<2>',
      'bigint<3>',
    ]);
  });
});

describe('a window', () => {
  const frame = (over: string) => {
    const query = queryOf(`SELECT SUM(Id) OVER ${over} FROM dbo.Customer WINDOW w AS (PARTITION BY City ORDER BY Id)`);
    const expression = query.kind === 'select' ? query.select[0]?.expression : undefined;
    return expression?.kind === 'window'
      ? `${expression.frame?.unit} ${expression.frame?.from.edge} TO ${expression.frame?.to.edge}`
      : undefined;
  };

  it.each([
    ['()', 'RANGE UNBOUNDED PRECEDING TO UNBOUNDED FOLLOWING'],
    ['(ORDER BY Id)', 'RANGE UNBOUNDED PRECEDING TO CURRENT ROW'],
    ['(ORDER BY Id ROWS 2 PRECEDING)', 'ROWS PRECEDING TO CURRENT ROW'],
    ['(ORDER BY Id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)', 'ROWS PRECEDING TO FOLLOWING'],
    ['w', 'RANGE UNBOUNDED PRECEDING TO CURRENT ROW'],
  ])('OVER %s has the frame %s', (over, expected) => expect(frame(over)).toBe(expected));
});
