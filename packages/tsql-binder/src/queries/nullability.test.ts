import { describe, expect, it } from 'vitest';
import { columnsOf, typeOf } from '../testing/bind-text.js';

describe('columns that may be NULL', () => {
  it.each([
    ['SELECT o.Amount FROM dbo.Customer c JOIN dbo.Orders o ON o.CustomerId = c.Id', 'Amount decimal(10,2)'],
    ['SELECT o.Amount FROM dbo.Customer c LEFT JOIN dbo.Orders o ON o.CustomerId = c.Id', 'Amount decimal(10,2)?'],
    ['SELECT c.Id FROM dbo.Customer c LEFT JOIN dbo.Orders o ON o.CustomerId = c.Id', 'Id int'],
    ['SELECT c.Id FROM dbo.Customer c RIGHT JOIN dbo.Orders o ON o.CustomerId = c.Id', 'Id int?'],
    ['SELECT c.Id FROM dbo.Customer c FULL JOIN dbo.Orders o ON o.CustomerId = c.Id', 'Id int?'],
    ['SELECT o.OrderId FROM dbo.Customer c FULL JOIN dbo.Orders o ON o.CustomerId = c.Id', 'OrderId int?'],
    [
      'SELECT d.OrderId FROM dbo.Customer c LEFT JOIN (dbo.Orders o JOIN dbo.Orders d ON d.OrderId = o.OrderId) ON o.CustomerId = c.Id',
      'OrderId int?',
    ],
    ['SELECT f.Amount FROM dbo.Customer c CROSS APPLY dbo.OrdersOf(c.Id) f', 'Amount decimal(10,2)'],
    ['SELECT f.Amount FROM dbo.Customer c OUTER APPLY dbo.OrdersOf(c.Id) f', 'Amount decimal(10,2)?'],
    ['SELECT o.* FROM dbo.Customer c LEFT JOIN (SELECT OrderId FROM dbo.Orders) o ON o.OrderId = c.Id', 'OrderId int?'],
    ['SELECT CustomerId FROM dbo.Orders GROUP BY CustomerId', 'CustomerId int'],
    ['SELECT CustomerId FROM dbo.Orders GROUP BY CustomerId, OrderId WITH ROLLUP', 'CustomerId int?'],
  ])('%s: %s', (sql, expected) => expect(columnsOf(sql)).toEqual([expected]));

  it.each([
    ['1', 'int'],
    ['i', 'int?'],
    ['ISNULL(i, 0)', 'int'],
    ['ISNULL(i, NULL)', 'int?'],
    ['COALESCE(i, NULL, 1)', 'int'],
    ["CONCAT(vc, 'x')", 'varchar(21)'],
    ['GREATEST(i, NULL)', 'int?'],
    ['CASE WHEN i = 1 THEN 1 ELSE 2 END', 'int'],
    ['CASE WHEN i = 1 THEN 1 END', 'int?'],
    ['TRY_CAST(1 AS int)', 'int?'],
    ['CAST(1 AS int)', 'int'],
    ['NULLIF(1, 2)', 'int?'],
  ])('%s is %s', (expression, expected) => expect(typeOf(expression)).toBe(expected));
});
