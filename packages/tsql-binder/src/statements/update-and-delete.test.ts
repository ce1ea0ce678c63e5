import { describe, expect, it } from 'vitest';
import { bindText, codesOf } from '../testing/bind-text.js';
import { outline } from '../testing/outline.js';
import type { BoundDelete, BoundUpdate } from '../tree/modification.js';

function modificationOf(sql: string): BoundUpdate | BoundDelete {
  const { statements, diagnostics } = bindText(sql);
  if (diagnostics.length > 0) throw new Error(diagnostics.map((diagnostic) => diagnostic.message).join('; '));
  const last = statements[statements.length - 1];
  if (last?.kind !== 'update' && last?.kind !== 'delete') throw new Error(`${sql} changes nothing`);
  return last;
}

const tableOf = ({ target: { table } }: BoundUpdate | BoundDelete): string =>
  table.kind === 'table'
    ? `${table.object.schema}.${table.object.name}`
    : table.kind === 'temporary-table'
      ? table.name
      : '';

/** SET as `column = value`, `@variable = value`, `@variable = column = value`. */
function setOf(update: BoundUpdate | BoundDelete): string[] {
  if (update.kind !== 'update') return [];
  return update.set.map((item) => {
    if (item.kind === 'set-row-variable') return `${item.variable.name} = ${outline(item.value)}`;
    const column = `${update.target.table.columns[item.column]?.name} = ${outline(item.value)}`;
    return item.variable ? `${item.variable.name} = ${column}` : column;
  });
}

describe('the table that UPDATE and DELETE change', () => {
  it.each([
    ['by name', 'UPDATE dbo.Customer SET Name = Name', 'dbo.Customer', 1],
    [
      'by alias',
      'UPDATE c SET Name = o.Note FROM dbo.Customer AS c JOIN dbo.Orders o ON o.CustomerId = c.Id',
      'dbo.Customer',
      1,
    ],
    [
      'by name beside an alias',
      'UPDATE dbo.Customer SET Name = o.Note FROM dbo.Orders o JOIN dbo.Customer c ON o.CustomerId = c.Id',
      'dbo.Customer',
      1,
    ],
    [
      'the one without an alias',
      'UPDATE dbo.Customer SET Name = o.Name FROM dbo.Customer JOIN dbo.Customer o ON o.Id = Customer.Id + 1',
      'dbo.Customer',
      1,
    ],
    [
      'not mentioned in FROM',
      'UPDATE dbo.Customer SET Name = o.Note FROM dbo.Orders o WHERE o.CustomerId = Customer.Id',
      'dbo.Customer',
      2,
    ],
    ['by alias in DELETE', 'DELETE o FROM dbo.Orders o WHERE o.Amount = 0', 'dbo.Orders', 1],
    [
      'with two FROM',
      'DELETE FROM dbo.Orders FROM dbo.Orders o JOIN dbo.Customer c ON c.Id = o.CustomerId',
      'dbo.Orders',
      1,
    ],
    ['a table variable', 'DECLARE @t TABLE (a int); DELETE @t WHERE a = 1', '@t', 1],
    ['a table variable by alias', 'DECLARE @t TABLE (a int); UPDATE x SET a = 2 FROM @t x', '@t', 1],
    ['a temporary table', 'CREATE TABLE #t (a int); UPDATE #t SET a += 1', '#t', 1],
    [
      'under a CTE',
      'WITH d AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY Name ORDER BY Id) AS n FROM dbo.Customer) DELETE d WHERE n > 1',
      'dbo.Customer',
      1,
    ],
    [
      'under a CTE of a CTE',
      'WITH a AS (SELECT Id AS x FROM dbo.Customer), b AS (SELECT x AS y FROM a) UPDATE b SET y = 1',
      'dbo.Customer',
      1,
    ],
    [
      'one of several under a CTE',
      'WITH j AS (SELECT c.Name, o.Note FROM dbo.Customer c JOIN dbo.Orders o ON o.CustomerId = c.Id) UPDATE j SET Note = Name',
      'dbo.Orders',
      1,
    ],
    ['under a derived table', 'UPDATE t SET n = 1 FROM (SELECT Id AS n FROM dbo.Customer) t', 'dbo.Customer', 1],
    ['a view', 'DELETE dbo.Recent WHERE Buyer = 1', 'dbo.Recent', 1],
  ])('%s', (_, sql, expected, tables) => {
    const modification = modificationOf(sql);
    expect(tableOf(modification)).toBe(expected);
    expect(modification.from).toHaveLength(tables);
  });

  it('is the relation of FROM, and under a CTE a relation inside it', () => {
    const plain = modificationOf('UPDATE c SET Name = Name FROM dbo.Customer c').target;
    expect(plain.base).toBe(plain.relation);
    const through = modificationOf('WITH x AS (SELECT Id FROM dbo.Customer) UPDATE x SET Id = 1').target;
    expect(through.base).not.toBe(through.relation);
  });
});

describe('the values that UPDATE sets', () => {
  it.each([
    ["UPDATE dbo.Customer SET Name = 'x', Rating = 5", ["Name = nvarchar(50)!<'x'>", 'Rating = decimal(5,2)!<5>']],
    ['UPDATE dbo.Orders SET Amount += 1', ['Amount = decimal(10,2)!<(Amount + 1)>']],
    ["UPDATE dbo.Orders SET Note += 'x'", ["Note = varchar(20)!<(Note || 'x')>"]],
    ['UPDATE dbo.Orders SET Note = DEFAULT, Quantity = DEFAULT', ["Note = varchar(20)!<'none'>", 'Quantity = NULL']],
    ['DECLARE @v int; UPDATE dbo.Orders SET @v = Quantity = Quantity + 1', ['@v = Quantity = (Quantity + 1)']],
    [
      'DECLARE @s decimal(10,2) = 0; UPDATE dbo.Orders SET @s = @s + Amount, Amount = @s',
      ['@s = decimal(10,2)<(@s + Amount)>', 'Amount = @s'],
    ],
    ['DECLARE @s int = 0; UPDATE dbo.Orders SET @s += Quantity', ['@s = (@s + Quantity)']],
    ['UPDATE o SET o.Quantity = c.Id FROM dbo.Orders o, dbo.Customer c', ['Quantity = Id']],
    ['UPDATE dbo.Orders SET Quantity = (SELECT COUNT(*) FROM dbo.Customer)', ['Quantity = scalar-subquery']],
    ['WITH x AS (SELECT Rating AS r, Id FROM dbo.Customer) UPDATE x SET r = Id', ['Rating = decimal(5,2)!<Id>']],
  ])('%s', (sql, expected) => expect(setOf(modificationOf(sql))).toEqual(expected));
});

describe('the rest of UPDATE and DELETE', () => {
  it('has TOP and OUTPUT with both images', () => {
    const update = modificationOf(
      'UPDATE TOP (5) dbo.Orders SET Amount = 0 OUTPUT deleted.Amount AS before, inserted.Amount AS after',
    );
    expect(update.top && outline(update.top.count)).toBe('bigint<5>');
    expect(update.output[0]?.columns.map((column) => column.name)).toEqual(['before', 'after']);
  });

  it('has OUTPUT that sees FROM', () => {
    const remove = modificationOf(
      'DELETE o OUTPUT deleted.OrderId, c.Name FROM dbo.Orders o JOIN dbo.Customer c ON c.Id = o.CustomerId',
    );
    expect(remove.output[0]?.columns.map((column) => column.name)).toEqual(['OrderId', 'Name']);
  });

  it('has CURRENT OF', () => {
    const update = modificationOf(
      'DECLARE c CURSOR FOR SELECT Id FROM dbo.Customer; UPDATE dbo.Customer SET City = NULL WHERE CURRENT OF c',
    );
    expect(update.currentOf).toEqual({ name: 'c', variable: false, global: false });
  });

  it('truncates', () => {
    const [statement] = bindText('TRUNCATE TABLE dbo.Orders').statements;
    expect(statement?.kind === 'truncate-table' && statement.target.kind).toBe('table');
  });
});

describe('an UPDATE or DELETE that SQL Server refuses', () => {
  it.each([
    ['UPDATE dbo.Nowhere SET a = 1', 'bind-unknown-object'],
    ['UPDATE dbo.Customer SET Nothing = 1', 'bind-unknown-column'],
    ['UPDATE dbo.Customer SET City = Nothing', 'bind-unknown-column'],
    ['UPDATE dbo.Customer SET City = 1, City = 2', 'bind-column-written-twice'],
    ['UPDATE dbo.Orders SET Total = 1', 'bind-not-insertable'],
    ['UPDATE dbo.Orders SET OrderId = 1', 'bind-not-insertable'],
    ['UPDATE dbo.Orders SET Quantity = SUM(Quantity)', 'bind-aggregate-not-allowed'],
    ['UPDATE dbo.Orders SET Quantity = ROW_NUMBER() OVER (ORDER BY OrderId)', 'bind-window-not-allowed'],
    ['WITH x AS (SELECT Id + 1 AS n FROM dbo.Customer) UPDATE x SET n = 1', 'bind-not-updatable'],
    ['WITH x AS (SELECT DISTINCT Id FROM dbo.Customer) DELETE x', 'bind-not-updatable'],
    ['WITH x AS (SELECT c.Id FROM dbo.Customer c, dbo.Orders o) DELETE x', 'bind-not-updatable'],
    ['UPDATE dbo.Customer SET City = 1 FROM dbo.Customer a, dbo.Customer b', 'bind-ambiguous-target'],
    ['DELETE dbo.Customer WHERE SUM(Id) = 1', 'bind-aggregate-not-allowed'],
    ['TRUNCATE TABLE dbo.Nowhere', 'bind-unknown-object'],
  ])('%s: %s', (sql, code) => expect(codesOf(sql)).toEqual([code]));
});
