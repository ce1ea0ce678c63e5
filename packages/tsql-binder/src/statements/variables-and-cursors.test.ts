import { typeText } from '@datamigrate/catalog';
import { describe, expect, it } from 'vitest';
import { bindText, codesOf, columnsOf } from '../testing/bind-text.js';
import { outline } from '../testing/outline.js';
import type { BoundStatement } from '../tree/statement.js';

function lastOf<K extends BoundStatement['kind']>(sql: string, kind: K): Extract<BoundStatement, { kind: K }> {
  const { statements, diagnostics } = bindText(sql);
  if (diagnostics.length > 0) throw new Error(diagnostics.map((diagnostic) => diagnostic.message).join('; '));
  const last = statements[statements.length - 1];
  if (last?.kind !== kind) throw new Error(`${sql} ends in ${last?.kind}`);
  return last as Extract<BoundStatement, { kind: K }>;
}

describe('variables', () => {
  it.each([
    ["DECLARE @a int = '5'", "@a int = int<'5'>"],
    ['DECLARE @a varchar', '@a varchar(1)'],
    ['DECLARE @a AS decimal(5,2) = 1.005', '@a decimal(5,2) = decimal(5,2)<1005>'],
    ['DECLARE @a dbo.Phone', '@a varchar(20)'],
    ['DECLARE @n int = (SELECT COUNT(*) FROM dbo.Orders)', '@n int = scalar-subquery'],
  ])('%s', (sql, expected) => {
    const declared = lastOf(sql, 'declare-variable').declarations.map(
      ({ name, type, value }) => `${name} ${typeText(type)}${value ? ` = ${outline(value)}` : ''}`,
    );
    expect(declared).toEqual([expected]);
  });

  it.each([
    ["DECLARE @a int; SET @a = '5'", "int<'5'>"],
    ['DECLARE @a int; SET @a += 2', '(@a + 2)'],
    ["DECLARE @a varchar(5); SET @a += N'x'", "varchar(5)<(nvarchar(5)<@a> || 'x')>"],
    ['DECLARE @d datetime; SET @d -= 1', '(@d - datetime<1>)'],
  ])('%s', (sql, expected) => expect(outline(lastOf(sql, 'set-variable').value)).toBe(expected));

  it.each([
    ['DECLARE @a nothing', 'bind-unknown-type'],
    ['DECLARE @a varchar(9000)', 'bind-invalid-type'],
    ['SET @a = 1', 'bind-unknown-variable'],
    ['DECLARE @a date = 5', 'bind-type-clash'],
    ["DECLARE @a varbinary(5) = 'x'", 'bind-explicit-conversion-needed'],
  ])('%s: %s', (sql, code) => expect(codesOf(sql)).toEqual([code]));
});

describe('temporary tables', () => {
  it.each([
    ['CREATE TABLE #t (a int NOT NULL, b varchar(5)); SELECT * FROM #t', ['a int', 'b varchar(5)?']],
    ['CREATE TABLE #t (a int PRIMARY KEY, b AS a * 2); SELECT * FROM #t', ['a int', 'b int']],
    ['CREATE TABLE #t (a int); ALTER TABLE #t ADD b date NULL; SELECT * FROM #t', ['a int?', 'b date?']],
    ['CREATE TABLE #t (a int, b int); ALTER TABLE #t DROP COLUMN a; SELECT * FROM #t', ['b int?']],
    ['DECLARE @t TABLE (a int, PRIMARY KEY (a)); SELECT x.a FROM @t x', ['a int']],
    ['DECLARE @l dbo.IdList; SELECT * FROM @l', ['Id int']],
    ['CREATE TABLE tempdb..#t (a int); SELECT a FROM tempdb..#t', ['a int?']],
  ])('%s', (sql, expected) => expect(columnsOf(sql)).toEqual(expected));

  it('keeps keys and constraints', () => {
    const { table } = lastOf('CREATE TABLE #t (a int PRIMARY KEY, b int UNIQUE, c int CHECK (c > 0))', 'create-table');
    expect([
      table.schema,
      table.name,
      table.primaryKey?.columns,
      table.uniqueKeys.length,
      table.checks[0]?.definition,
    ]).toEqual(['', '#t', ['a'], 1, 'c > 0']);
  });

  it.each([
    ['SELECT * FROM #nothing', 'bind-unknown-object'],
    ['SELECT * FROM @nothing', 'bind-unknown-variable'],
    ['ALTER TABLE #nothing ADD a int', 'bind-unknown-object'],
  ])('%s: %s', (sql, code) => expect(codesOf(sql)).toEqual([code]));
});

describe('cursors', () => {
  it('keep their options and their query', () => {
    const cursor = lastOf(
      'DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT Id, Name FROM dbo.Customer',
      'declare-cursor',
    );
    expect([cursor.name, cursor.options, cursor.query.columns.length]).toEqual(['c', ['LOCAL', 'FAST_FORWARD'], 2]);
  });

  it.each([
    ['DECLARE @a int; FETCH NEXT FROM c INTO @a', 'NEXT', ['@a']],
    ['FETCH c', 'NEXT', undefined],
    ['FETCH LAST FROM c', 'LAST', undefined],
    ['FETCH ABSOLUTE 5 FROM c', 'ABSOLUTE', undefined],
  ])('%s', (sql, position, into) => {
    const fetch = lastOf(sql, 'fetch-cursor');
    expect([fetch.cursor.name, fetch.position, fetch.into?.map((variable) => variable.name)]).toEqual([
      'c',
      position,
      into,
    ]);
  });

  it('count the variables', () =>
    expect(codesOf('DECLARE @a int; DECLARE c CURSOR FOR SELECT 1, 2; FETCH c INTO @a')).toEqual(['bind-fetch-count']));
});

describe('EXECUTE', () => {
  it.each([
    ["EXEC dbo.AddOrder '5'", "@customer=int<'5'>"],
    ['EXEC AddOrder 5, 2', '@customer=5 @amount=decimal(10,2)<2>'],
    ['EXEC shop.dbo.AddOrder 5', '@customer=5'],
    ['EXEC dbo.PlaceOrder 5', '@customer=5'],
    ['DECLARE @n int; EXEC dbo.AddOrder @id = @n OUTPUT, @customer = 1', '@id=@n>@n @customer=1'],
    ['EXEC dbo.AddOrder 1, DEFAULT', '@customer=1 @amount=DEFAULT'],
    ['EXEC sp_help Orders', "?='Orders'"],
    ['DECLARE @l dbo.IdList; EXEC dbo.TakeList @l', '@ids=table @l'],
  ])('%s', (sql, expected) => {
    const call = lastOf(sql, 'execute-procedure');
    const text = call.arguments.map(({ parameter, value, table, output }) => {
      const given = table ? `table ${table}` : value ? outline(value) : 'DEFAULT';
      return `${parameter ?? '?'}=${given}${output ? `>${output.name}` : ''}`;
    });
    expect(text.join(' ')).toBe(expected);
  });

  it('takes the status', () =>
    expect(lastOf('DECLARE @s int; EXEC @s = dbo.AddOrder 1', 'execute-procedure').status?.name).toBe('@s'));

  it('joins the parts of a text', () =>
    expect(outline(lastOf("DECLARE @t sysname = 'x'; EXEC ('SELECT * FROM ' + @t)", 'execute-text').text)).toBe(
      "nvarchar(max)<(nvarchar(14)<'SELECT * FROM '> || @t)>",
    ));

  it('tells text, parameters and values of sp_executesql apart', () => {
    const call = lastOf("EXEC sp_executesql N'SELECT @a', N'@a int', @a = 5", 'execute-text');
    expect([call.form, outline(call.text), call.parameters && outline(call.parameters)]).toEqual([
      'sp_executesql',
      "nvarchar(max)<'SELECT @a'>",
      "nvarchar(max)<'@a int'>",
    ]);
    expect(call.arguments.map(({ parameter }) => parameter)).toEqual(['@a']);
  });

  it.each([
    ['EXEC dbo.Nothing', 'bind-unknown-procedure'],
    ['EXEC dbo.AddOrder', 'bind-missing-parameter'],
    ['EXEC dbo.AddOrder 1, 2, 3, 4', 'bind-too-many-arguments'],
    ['EXEC dbo.AddOrder @customer = 1, @other = 2', 'bind-unknown-parameter'],
    ['EXEC other.dbo.AddOrder 1', 'bind-external-object'],
    ['EXEC dbo.Elsewhere 1', 'bind-external-object'],
    ['EXEC dbo.Orders', 'bind-unknown-procedure'],
  ])('%s: %s', (sql, code) => expect(codesOf(sql)).toEqual([code]));
});
