import { describe, expect, it } from 'vitest';
import { bindText, codesOf, columnsOf, expressionOf } from '../testing/bind-text.js';
import { outline } from '../testing/outline.js';

/** Queries that SQL Server accepts. */
describe('names that are found', () => {
  it.each([
    ['by the table’s own name', 'SELECT Orders.Amount FROM dbo.Orders'],
    ['by schema and table', 'SELECT dbo.Orders.Amount FROM dbo.Orders'],
    ['by alias', 'SELECT o.Amount FROM dbo.Orders AS o'],
    ['in any case', 'SELECT AMOUNT FROM DBO.ORDERS'],
    ['without a schema', 'SELECT Amount FROM Orders'],
    ['through a synonym', 'SELECT Name FROM dbo.Buyers'],
    ['of a view', 'SELECT Buyer FROM dbo.Recent'],
    ['of a CTE', 'WITH c AS (SELECT Id AS n FROM dbo.Customer) SELECT n FROM c'],
    ['of a CTE with a column list', 'WITH c (x) AS (SELECT Id FROM dbo.Customer) SELECT x FROM c'],
    ['of an earlier CTE', 'WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a) SELECT x FROM b'],
    ['of a CTE that hides a table', 'WITH Orders AS (SELECT 1 AS other) SELECT other FROM Orders'],
    ['of a derived table', 'SELECT t.x FROM (SELECT 1 AS x) AS t'],
    ['of VALUES', "SELECT t.b FROM (VALUES (1, 'a')) AS t (a, b)"],
    [
      'of a correlated subquery',
      'SELECT (SELECT MAX(o.Amount) FROM dbo.Orders o WHERE o.CustomerId = c.Id) FROM dbo.Customer c',
    ],
    [
      'of the query around it, unqualified',
      'SELECT 1 FROM dbo.Customer WHERE EXISTS (SELECT 1 FROM dbo.Orders WHERE CustomerId = Id)',
    ],
    [
      'of the left side of APPLY',
      'SELECT x.Amount FROM dbo.Customer c CROSS APPLY (SELECT o.Amount FROM dbo.Orders o WHERE o.CustomerId = c.Id) x',
    ],
    ['of a function under APPLY', 'SELECT f.Amount FROM dbo.Customer c OUTER APPLY dbo.OrdersOf(c.Id) f'],
    [
      'of nodes() under APPLY',
      "SELECT n.c.value('.', 'int') AS v FROM dbo.Types t CROSS APPLY t.x.nodes('/a') AS n (c)",
    ],
    ['of VALUES under APPLY', 'SELECT v.x FROM dbo.Types CROSS APPLY (VALUES (vc), (c)) v (x)'],
    ['of both sides in ON', 'SELECT 1 FROM dbo.Customer c JOIN dbo.Orders o ON o.CustomerId = c.Id'],
    [
      'of nested joins',
      'SELECT 1 FROM dbo.Customer a JOIN (dbo.Orders b JOIN dbo.Customer d ON d.Id = b.CustomerId) ON a.Id = b.CustomerId',
    ],
    ['of a recursive CTE', 'WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n'],
    ['of system views', 'SELECT t.name FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id'],
    ['of INFORMATION_SCHEMA', "SELECT COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'x'"],
    [
      'of PIVOT',
      'SELECT [1], [2] FROM (SELECT CustomerId, Amount FROM dbo.Orders) s PIVOT (SUM(Amount) FOR CustomerId IN ([1], [2])) p',
    ],
    [
      'of UNPIVOT',
      'SELECT kind, value FROM (SELECT OrderId, Quantity, CustomerId FROM dbo.Orders) s UNPIVOT (value FOR kind IN (Quantity, CustomerId)) u',
    ],
    ['in ORDER BY by alias', 'SELECT Amount * 2 AS twice FROM dbo.Orders ORDER BY twice'],
    ['in ORDER BY by position', 'SELECT Amount FROM dbo.Orders ORDER BY 1'],
    ['in ORDER BY although not selected', 'SELECT Amount FROM dbo.Orders ORDER BY Placed'],
    ['in ORDER BY of a UNION', 'SELECT Id AS x FROM dbo.Customer UNION SELECT OrderId FROM dbo.Orders ORDER BY x'],
  ])('%s', (_, sql) => expect(codesOf(sql)).toEqual([]));
});

describe('names that are not found', () => {
  it.each([
    ['SELECT Nothing FROM dbo.Orders', 'bind-unknown-column'],
    ['SELECT x.Amount FROM dbo.Orders o', 'bind-unknown-qualifier'],
    // An alias hides the table's own name.
    ['SELECT Orders.Amount FROM dbo.Orders o', 'bind-unknown-qualifier'],
    ['SELECT Id FROM dbo.Customer a, dbo.Customer b', 'bind-ambiguous-column'],
    ['SELECT 1 FROM dbo.Customer, dbo.Customer', 'bind-duplicate-exposed-name'],
    // A derived table does not see its neighbours.
    ['SELECT 1 FROM dbo.Customer c, (SELECT c.Id AS x) t', 'bind-unknown-qualifier'],
    // ON sees the tables of its own join only.
    [
      'SELECT 1 FROM dbo.Customer a JOIN dbo.Orders b ON b.CustomerId = d.Id JOIN dbo.Customer d ON 1 = 1',
      'bind-unknown-qualifier',
    ],
    // A later CTE is not known to an earlier one.
    ['WITH a AS (SELECT x FROM b), b AS (SELECT 1 AS x) SELECT x FROM a', 'bind-unknown-object'],
    // Aliases of SELECT are known to ORDER BY alone.
    ['SELECT Amount AS a FROM dbo.Orders WHERE a > 1', 'bind-unknown-column'],
    ['SELECT Amount AS a FROM dbo.Orders GROUP BY a', 'bind-unknown-column'],
    ['SELECT CustomerId AS a FROM dbo.Orders GROUP BY CustomerId HAVING a > 1', 'bind-unknown-column'],
    ['SELECT @nothing', 'bind-unknown-variable'],
  ])('%s: %s', (sql, code) => expect(codesOf(sql)).toContain(code));

  it('names what may have been meant', () => {
    const [diagnostic] = bindText('SELECT Ammount FROM dbo.Orders').diagnostics;
    expect(diagnostic?.message).toBe("Invalid column name 'Ammount' (207).");
    expect(diagnostic?.help).toBe('Did you mean Amount?');
  });

  it.each([
    ['archive.dbo.Customer', true],
    ['archive..Customer', true],
    ['archive.dbo.Nowhere', false],
    ['server1.archive.dbo.Customer', false],
  ])('says of another database’s object whether one of that name is here: %s', (name, here) => {
    const [diagnostic] = bindText(`SELECT Id FROM ${name}`).diagnostics;
    expect(diagnostic?.code).toBe('bind-external-object');
    expect(diagnostic?.message.endsWith('; the source has an object of that name itself.')).toBe(here);
  });

  it('points at the name', () => {
    const sql = 'SELECT Id, Nothing FROM dbo.Customer';
    const [diagnostic] = bindText(sql).diagnostics;
    expect(diagnostic?.span && sql.slice(diagnostic.span.start, diagnostic.span.end)).toBe('Nothing');
  });

  it('says nothing about columns of a table that is unknown', () =>
    expect(codesOf('SELECT a, t.b, UPPER(c) FROM dbo.Nowhere t WHERE d = 1')).toEqual(['bind-unknown-object']));
});

describe('correlations', () => {
  it('count the query levels between a column and its table', () => {
    const nested = expressionOf('SELECT (SELECT (SELECT c.Id + 0)) FROM dbo.Customer c');
    const inner =
      nested.kind === 'scalar-subquery' && nested.query.kind === 'select' ? nested.query.select[0] : undefined;
    const innermost =
      inner?.expression.kind === 'scalar-subquery' && inner.expression.query.kind === 'select'
        ? inner.expression.query.select[0]
        : undefined;
    expect(innermost && outline(innermost.expression)).toBe('(^^Id + 0)');
  });

  it('prefer the inner table', () => {
    const outer = expressionOf('SELECT (SELECT MAX(Id) FROM dbo.Customer i) FROM dbo.Customer o');
    const inner = outer.kind === 'scalar-subquery' && outer.query.kind === 'select' ? outer.query.select[0] : undefined;
    expect(inner && outline(inner.expression)).toBe('MAX(Id)');
  });
});

describe('columns that come out', () => {
  it.each([
    [
      'SELECT * FROM dbo.Customer',
      ['Id int', 'Name nvarchar(50)', 'City varchar(30)?', 'Since date?', 'Rating decimal(5,2)?'],
    ],
    [
      'SELECT o.OrderId, c.* FROM dbo.Recent o JOIN (SELECT Id FROM dbo.Customer) c ON 1 = 1',
      ['OrderId int', 'Id int'],
    ],
    ['SELECT 1, 1 AS a, b = 2', ['- int', 'a int', 'b int']],
    ['SELECT Id FROM dbo.Customer UNION ALL SELECT 2.5', ['Id decimal(11,1)']],
    ["SELECT 'a' AS x UNION SELECT N'bcd'", ['x nvarchar(3)']],
    ['SELECT 1 AS x UNION ALL SELECT NULL', ['x int?']],
    ['SELECT OrderId FROM dbo.Recent EXCEPT SELECT Id FROM dbo.Customer', ['OrderId int']],
    [
      'SELECT CustomerId, SUM(Amount) AS s FROM dbo.Orders GROUP BY ROLLUP (CustomerId)',
      ['CustomerId int?', 's decimal(38,2)?'],
    ],
    ["SELECT value FROM STRING_SPLIT('a,b', ',')", ['value varchar(3)']],
    ['SELECT value FROM GENERATE_SERIES(1, 3)', ['value int']],
    ["SELECT * FROM OPENJSON(N'[1]')", ['key nvarchar(4000)', 'value nvarchar(max)?', 'type tinyint']],
    ["SELECT * FROM OPENJSON(N'{}') WITH (a int '$.a', b nvarchar(max) AS JSON)", ['a int?', 'b nvarchar(max)?']],
    ['SELECT name, object_id FROM sys.objects', ['name nvarchar(128)', 'object_id int']],
    ['SELECT * FROM dbo.Versioned', ['Id int']],
    ['SELECT Id, Since FROM dbo.Versioned', ['Id int', 'Since datetime2(7)']],
    ['SELECT Total FROM dbo.Orders', ['Total decimal(21,2)?']],
  ])('%s', (sql, expected) => expect(columnsOf(sql)).toEqual(expected));
});
