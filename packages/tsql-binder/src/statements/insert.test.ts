import { describe, expect, it } from 'vitest';
import { bindText, codesOf } from '../testing/bind-text.js';
import { outline } from '../testing/outline.js';
import type { BoundInsert } from '../tree/modification.js';

function insertOf(sql: string): BoundInsert {
  const { statements, diagnostics } = bindText(sql);
  const last = statements[statements.length - 1];
  if (last?.kind !== 'insert') throw new Error(`${sql} is no INSERT: ${JSON.stringify(diagnostics)}`);
  return last;
}

/** The values of an INSERT as text, a row a line. */
function valuesOf(insert: BoundInsert): string[] {
  const { source } = insert;
  if (source.kind === 'values') return source.rows.map((row) => row.map(outline).join(', '));
  return source.kind === 'query' ? [source.values.map(outline).join(', ')] : [source.kind];
}

const columnsOf = ({ target, columns }: BoundInsert): (string | undefined)[] =>
  columns.map((position) => target.columns[position]?.name);

describe('the columns that INSERT writes', () => {
  it.each([
    [
      'without a list: all but identity and computed ones',
      'INSERT dbo.Orders VALUES (1, DEFAULT, 2, DEFAULT, DEFAULT, DEFAULT)',
      ['CustomerId', 'Placed', 'Amount', 'Quantity', 'Note', 'Version'],
    ],
    ['of a row of defaults: none', 'INSERT dbo.Orders DEFAULT VALUES', []],
    ['in the order of the list', 'INSERT INTO dbo.Orders (Amount, CustomerId) VALUES (1, 2)', ['Amount', 'CustomerId']],
    [
      'an identity column when it is named',
      'INSERT INTO dbo.Orders (OrderId, CustomerId, Amount) VALUES (1, 2, 3)',
      ['OrderId', 'CustomerId', 'Amount'],
    ],
    ['of a table variable', 'DECLARE @t TABLE (a int IDENTITY, b int, c AS b + 1); INSERT @t VALUES (1)', ['b']],
    ['of a temporary table', 'CREATE TABLE #t (a int, b varchar(5)); INSERT #t (b) VALUES (1)', ['b']],
    ['of a view', 'INSERT dbo.Recent (Buyer, Amount) VALUES (1, 2)', ['Buyer', 'Amount']],
    ['through a synonym', "INSERT dbo.Buyers (Id, Name) VALUES (1, 'x')", ['Id', 'Name']],
  ])('%s', (_, sql, expected) => expect(columnsOf(insertOf(sql))).toEqual(expected));
});

describe('the values that INSERT writes', () => {
  it.each([
    ["INSERT dbo.Customer (Id, Name) VALUES (1, 'Ann'), ('2', NULL)", ["1, nvarchar(50)!<'Ann'>", "int!<'2'>, NULL"]],
    [
      'INSERT dbo.Orders (CustomerId, Placed, Amount, Note) VALUES (1, DEFAULT, 2.5, DEFAULT)',
      ["1, GETDATE(), decimal(10,2)!<25>, varchar(20)!<'none'>"],
    ],
    ['INSERT dbo.Customer (Id, City) VALUES (1, DEFAULT)', ['1, NULL']],
    ['INSERT dbo.Customer (Id, Name) SELECT OrderId, Note FROM dbo.Orders', ['OrderId, nvarchar(50)!<Note>']],
    ['INSERT dbo.Customer (Id, Rating) SELECT 1 AS a, NULL AS b', ['a, decimal(5,2)!<b>']],
    ['INSERT dbo.Customer (Id, Name) SELECT Id, Name FROM dbo.Customer', ['Id, Name']],
    ['INSERT dbo.Orders DEFAULT VALUES', ['default-values']],
    ["INSERT dbo.Customer (Id) EXEC ('SELECT 1')", ['execute']],
    ['INSERT dbo.Customer (Id) VALUES ((SELECT MAX(Id) + 1 FROM dbo.Customer))', ['scalar-subquery']],
    ['WITH c AS (SELECT 7 AS x) INSERT dbo.Customer (Id) SELECT x FROM c', ['x']],
  ])('%s', (sql, expected) => {
    const { diagnostics } = bindText(sql);
    expect(diagnostics).toEqual([]);
    expect(valuesOf(insertOf(sql))).toEqual(expected);
  });
});

describe('the target of INSERT', () => {
  it('knows defaults, identities and computed columns', () => {
    const { target } = insertOf('INSERT dbo.Orders DEFAULT VALUES');
    expect(
      target.columns.map(({ name, identity, default: value, computed }) => [
        name,
        identity ? `${identity.seed},${identity.increment}` : '',
        value ? outline(value) : '',
        computed ? outline(computed) : '',
      ]),
    ).toEqual([
      ['OrderId', '1,1', '', ''],
      ['CustomerId', '', '', ''],
      ['Placed', '', 'GETDATE()', ''],
      ['Amount', '', '', ''],
      ['Quantity', '', '', ''],
      ['Note', '', "varchar(20)!<'none'>", ''],
      ['Total', '', '', '(Amount * Quantity)'],
      ['Version', '', '', ''],
    ]);
  });
});

describe('a system-versioned table', () => {
  it('fills its period by itself', () => {
    const insert = insertOf('INSERT dbo.Versioned VALUES (1)');
    expect(columnsOf(insert)).toEqual(['Id']);
    expect(insert.target.columns.map(({ generated, default: value }) => [generated, value && outline(value)])).toEqual([
      [undefined, undefined],
      ['row-start', 'SYSUTCDATETIME()'],
      ['row-end', "datetime2(7)!<'9999-12-31T23:59:59.9999999'>"],
    ]);
  });
});

describe('OUTPUT of INSERT', () => {
  it('gives the new row, identities included', () => {
    const [output] = insertOf(
      'INSERT dbo.Orders (CustomerId, Amount) OUTPUT inserted.OrderId, inserted.Amount * 2 AS twice VALUES (1, 2)',
    ).output;
    expect(output?.columns.map((column) => column.name)).toEqual(['OrderId', 'twice']);
    expect(output?.items.map((item) => outline(item.expression))).toEqual(['OrderId', '(Amount * 2)']);
    expect(output?.into).toBeUndefined();
  });

  it('converts what goes into a table', () => {
    const [output] = insertOf(
      'DECLARE @log TABLE (id bigint, at datetime DEFAULT (getdate())); INSERT dbo.Orders (CustomerId, Amount) OUTPUT inserted.OrderId INTO @log (id) VALUES (1, 2)',
    ).output;
    expect(output?.items.map((item) => outline(item.expression))).toEqual(['bigint!<OrderId>']);
    expect(output?.into?.columns).toEqual([0]);
  });

  it('expands inserted.*', () => {
    const [output] = insertOf("INSERT dbo.Customer (Id, Name) OUTPUT inserted.* VALUES (1, 'x')").output;
    expect(output?.columns.map((column) => column.name)).toEqual(['Id', 'Name', 'City', 'Since', 'Rating']);
  });
});

describe('an INSERT that SQL Server refuses', () => {
  it.each([
    ['INSERT dbo.Nowhere VALUES (1)', 'bind-unknown-object'],
    ['INSERT dbo.Customer (Nothing) VALUES (1)', 'bind-unknown-column'],
    ['INSERT dbo.Customer (Id, Name) VALUES (1)', 'bind-insert-count'],
    ['INSERT dbo.Customer (Id) SELECT 1, 2', 'bind-insert-count'],
    ['INSERT dbo.Customer (Id, Id) VALUES (1, 2)', 'bind-column-written-twice'],
    ['INSERT dbo.Orders (Total) VALUES (1)', 'bind-not-insertable'],
    ['INSERT dbo.Orders (Version) VALUES (1)', 'bind-not-insertable'],
    ['INSERT dbo.Customer (Since) VALUES (5)', 'bind-type-clash'],
    ['INSERT dbo.Customer (Id) OUTPUT deleted.Id VALUES (1)', 'bind-unknown-qualifier'],
    ['INSERT sys.objects (name) VALUES (1)', 'bind-not-updatable'],
    ['INSERT @t VALUES (1)', 'bind-unknown-variable'],
  ])('%s: %s', (sql, code) => expect(codesOf(sql)).toEqual([code]));

  it('is not valid, and the statements around it are', () => {
    const { statements } = bindText('SELECT 1; INSERT dbo.Nowhere VALUES (1); SELECT 2');
    expect(statements.map((statement) => statement.valid)).toEqual([true, false, true]);
  });
});
