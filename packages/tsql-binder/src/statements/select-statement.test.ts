import { typeText } from '@datamigrate/catalog';
import { describe, expect, it } from 'vitest';
import { bindText, codesOf, columnsOf } from '../testing/bind-text.js';
import { outline } from '../testing/outline.js';
import type { BoundSelectInto, BoundSelectVariables } from '../tree/statement.js';

function lastOf(sql: string) {
  const { statements, diagnostics } = bindText(sql);
  if (diagnostics.length > 0) throw new Error(diagnostics.map((diagnostic) => diagnostic.message).join('; '));
  return statements[statements.length - 1];
}

describe('SELECT into variables', () => {
  const assigned = (sql: string): string[] => {
    const { query, variables } = lastOf(sql) as BoundSelectVariables;
    if (query.kind !== 'select') return [];
    return query.select.map((item, i) => `${variables[i]?.name} = ${outline(item.expression)}`);
  };

  it.each([
    ['DECLARE @a int; SELECT @a = 1', ['@a = 1']],
    [
      "DECLARE @a int, @b varchar(5); SELECT @a = '1', @b = Name FROM dbo.Customer",
      ["@a = int<'1'>", '@b = varchar(5)<Name>'],
    ],
    ['DECLARE @n int = 0; SELECT @n += Quantity FROM dbo.Orders', ['@n = (@n + Quantity)']],
    [
      "DECLARE @s varchar(max) = ''; SELECT @s = @s + Name + ',' FROM dbo.Customer ORDER BY Name",
      ["@s = varchar(max)<((nvarchar(max)<@s> || Name) || nvarchar(1)<','>)>"],
    ],
    ['DECLARE @n bigint; SELECT @n = COUNT(*) FROM dbo.Orders', ['@n = bigint<COUNT()>']],
    ['DECLARE @n int; WITH c AS (SELECT 5 AS x) SELECT @n = x FROM c', ['@n = x']],
  ])('%s', (sql, expected) => expect(assigned(sql)).toEqual(expected));

  it('orders by the table’s column, not by the converted value', () => {
    const { query } = lastOf(
      'DECLARE @s varchar(5); SELECT @s = Amount FROM dbo.Orders ORDER BY Amount',
    ) as BoundSelectVariables;
    expect(query.orderBy.map((item) => outline(item.expression))).toEqual(['Amount']);
  });

  it.each([
    ['DECLARE @a int; SELECT @a = 1, Id FROM dbo.Customer', 'bind-mixed-assignment'],
    ['SELECT @a = 1', 'bind-unknown-variable'],
    ['DECLARE @d date; SELECT @d = 1', 'bind-type-clash'],
  ])('%s: %s', (sql, code) => expect(codesOf(sql)).toContain(code));
});

describe('SELECT INTO', () => {
  const columns = (sql: string): string[] =>
    (lastOf(sql) as BoundSelectInto).columns.map(
      ({ name, type, nullable, identity }) =>
        `${name} ${typeText(type)}${nullable ? '?' : ''}${identity ? ' identity' : ''}`,
    );

  it.each([
    [
      'SELECT Id, Name, Rating * 2 AS twice INTO #t FROM dbo.Customer',
      ['Id int', 'Name nvarchar(50)', 'twice decimal(7,2)?'],
    ],
    ['SELECT OrderId, Amount INTO #t FROM dbo.Orders', ['OrderId int identity', 'Amount decimal(10,2)']],
    ['SELECT OrderId + 0 AS OrderId INTO #t FROM dbo.Orders', ['OrderId int']],
    // A join, a union or DISTINCT takes the identity away.
    ['SELECT o.OrderId INTO #t FROM dbo.Orders o JOIN dbo.Customer c ON c.Id = o.CustomerId', ['OrderId int']],
    ['SELECT OrderId INTO #t FROM dbo.Orders UNION ALL SELECT 1', ['OrderId int']],
    ['SELECT DISTINCT OrderId INTO #t FROM dbo.Orders', ['OrderId int']],
    ['SELECT IDENTITY(int, 5, 2) AS n, Name INTO #t FROM dbo.Customer', ['n int identity', 'Name nvarchar(50)']],
    ["SELECT NULL AS a, '' AS b INTO #t", ['a int?', 'b varchar(1)']],
    [
      'SELECT c.Id, o.Amount INTO #t FROM dbo.Customer c LEFT JOIN dbo.Orders o ON o.CustomerId = c.Id',
      ['Id int', 'Amount decimal(10,2)?'],
    ],
  ])('%s', (sql, expected) => expect(columns(sql)).toEqual(expected));

  it('makes the table known to what follows', () => {
    expect(columnsOf('SELECT Id AS k INTO #t FROM dbo.Customer; SELECT * FROM #t')).toEqual(['k int']);
    expect(columnsOf('SELECT Id AS k INTO dbo.Copy FROM dbo.Customer; SELECT k FROM dbo.Copy')).toEqual(['k int']);
  });

  it.each([
    ['SELECT Id + 1 INTO #t FROM dbo.Customer', 'bind-unnamed-column'],
    ['SELECT Id, Id INTO #t FROM dbo.Customer', 'bind-duplicate-column'],
    ['SELECT * FROM #t; SELECT 1 AS a INTO #t', 'bind-unknown-object'],
  ])('%s: %s', (sql, code) => expect(codesOf(sql)).toEqual([code]));
});
