import { type Catalog, typeText } from '@datamigrate/catalog';
import { parseScript } from '@datamigrate/tsql-syntax';
import { describe, expect, it } from 'vitest';
import { codesOf, columnsOf as columnsText, moduleBinder } from '../testing/bind-text.js';
import { CatalogBuilder } from './catalog-builder.js';

function build(ddl: string): { catalog: Catalog; codes: string[] } {
  const builder = new CatalogBuilder({ name: 'test' });
  for (const batch of parseScript(ddl)) {
    for (const statement of batch.statements)
      builder.apply(statement, { text: ddl, ansiNulls: true, quotedIdentifier: true });
  }
  return { catalog: builder.catalog(), codes: builder.diagnostics.map(({ code }) => code) };
}

const columnsOf = (ddl: string): string[] =>
  (build(ddl).catalog.tables[0]?.columns ?? []).map(
    ({ name, type, nullable, identity, default: value, computed }) =>
      `${name} ${typeText(type)}${nullable ? '?' : ''}${identity ? ` identity(${identity.seed},${identity.increment})` : ''}` +
      `${value ? ` = ${value.definition}` : ''}${computed ? ` as ${computed.definition}` : ''}`,
  );

describe('columns of a table', () => {
  it.each([
    ['CREATE TABLE t (a int, b int NOT NULL)', ['a int?', 'b int']],
    ['CREATE TABLE t (a int PRIMARY KEY, b int, CONSTRAINT k UNIQUE (b))', ['a int', 'b int?']],
    ['CREATE TABLE t (a int, b int, PRIMARY KEY (b))', ['a int?', 'b int']],
    ['CREATE TABLE t (a bigint IDENTITY(-5, 2))', ['a bigint identity(-5,2)']],
    ["CREATE TABLE t (a varchar(5) DEFAULT ('x'))", ["a varchar(5)? = ('x')"]],
    [
      'CREATE TABLE t (a int, b AS a * 2, c AS (ISNULL(a, 0)) PERSISTED)',
      ['a int?', 'b int? as a * 2', 'c int as (ISNULL(a, 0))'],
    ],
    // A computed column may use one that comes later.
    ['CREATE TABLE t (b AS a + 1, a bigint NOT NULL)', ['b bigint as a + 1', 'a bigint']],
    ['CREATE TABLE t (timestamp)', ['timestamp timestamp?']],
    ["CREATE EXTERNAL TABLE t (a int NOT NULL) WITH (LOCATION = 'x', DATA_SOURCE = y, FILE_FORMAT = z)", ['a int']],
    ['CREATE TABLE t (a int)\nGO\nDROP EXTERNAL TABLE t', []],
    [
      "EXEC sp_addtype id, 'varchar(11)', 'NOT NULL'\nGO\nCREATE TABLE t (a id, b id NULL)",
      ['a varchar(11)', 'b varchar(11)?'],
    ],
    [
      "EXEC sp_addtype @typename = 'money_type', @phystype = 'decimal(9,2)'\nGO\nCREATE TABLE t (a money_type)",
      ['a decimal(9,2)?'],
    ],
    [
      'CREATE TYPE dbo.Name FROM nvarchar(50) NOT NULL\nGO\nCREATE TABLE t (a dbo.Name, b Name NULL)',
      ['a nvarchar(50)', 'b nvarchar(50)?'],
    ],
    ['CREATE TABLE t (a int)\nGO\nALTER TABLE t ADD b date NOT NULL', ['a int?', 'b date']],
    ['CREATE TABLE t (a int, b int)\nGO\nALTER TABLE t DROP COLUMN a', ['b int?']],
    ['CREATE TABLE t (a int)\nGO\nALTER TABLE t ALTER COLUMN a bigint NOT NULL', ['a bigint']],
    ['CREATE TABLE t (a int)\nGO\nALTER TABLE t ADD CONSTRAINT d DEFAULT (5) FOR a', ['a int? = (5)']],
  ])('%s', (ddl, expected) => {
    expect(build(ddl).codes).toEqual([]);
    expect(columnsOf(ddl)).toEqual(expected);
  });
});

describe('objects of a catalog', () => {
  it('takes the last definition of each', () => {
    const { catalog } =
      build(`CREATE TABLE a (x int)\nGO\nDROP TABLE a\nGO\nCREATE VIEW v AS SELECT 1 AS x\nGO\nALTER VIEW v AS SELECT 2 AS x
GO\nCREATE PROCEDURE p AS SELECT 1\nGO\nDROP PROCEDURE p`);
    expect(catalog.tables).toEqual([]);
    expect(catalog.modules.map(({ name, definition }) => [name, definition])).toEqual([
      ['v', 'ALTER VIEW v AS SELECT 2 AS x'],
    ]);
  });

  it('leaves temporary tables out', () => expect(build('CREATE TABLE #t (a int)').catalog.tables).toEqual([]));

  it('knows sequences, synonyms, schemas, table types and triggers', () => {
    const { catalog } =
      build(`CREATE SCHEMA etl\nGO\nCREATE SEQUENCE etl.s AS int START WITH 5 INCREMENT BY -1\nGO\nCREATE SYNONYM dbo.y FOR other.dbo.t
GO\nCREATE TYPE dbo.list AS TABLE (id int PRIMARY KEY)\nGO\nCREATE TABLE etl.t (a int)\nGO\nCREATE TRIGGER g ON etl.t AFTER INSERT AS RETURN`);
    expect(catalog.schemas).toContain('etl');
    expect(catalog.sequences).toEqual([
      { schema: 'etl', name: 's', type: { name: 'int' }, start: '5', increment: '-1' },
    ]);
    expect(catalog.synonyms[0]?.target).toBe('other.dbo.t');
    expect(catalog.tableTypes[0]?.columns.map(({ name, nullable }) => [name, nullable])).toEqual([['id', false]]);
    expect(catalog.modules[0]).toMatchObject({
      schema: 'etl',
      name: 'g',
      kind: 'trigger',
      on: { schema: 'etl', name: 't' },
    });
  });

  it('keeps keys, indexes and references', () => {
    const { catalog } = build(`CREATE TABLE p (id int CONSTRAINT pk PRIMARY KEY)\nGO
CREATE TABLE c (id int NOT NULL, p int REFERENCES p (id) ON DELETE CASCADE, CONSTRAINT ck CHECK (p > 0))\nGO
CREATE UNIQUE INDEX ix ON c (id) INCLUDE (p) WHERE p IS NOT NULL`);
    const [parent, child] = catalog.tables;
    expect(parent?.primaryKey).toEqual({ name: 'pk', columns: ['id'], clustered: true });
    expect(child?.foreignKeys[0]).toMatchObject({
      columns: ['p'],
      references: { schema: 'dbo', name: 'p' },
      onDelete: 'CASCADE',
    });
    expect(child?.checks).toEqual([{ name: 'ck', definition: 'p > 0' }]);
    expect(child?.indexes).toEqual([
      { name: 'ix', columns: ['id'], included: ['p'], unique: true, filter: 'p IS NOT NULL' },
    ]);
  });

  it.each([
    ['a type', 'CREATE TABLE t (a dbo.Phone)\nGO\nCREATE TYPE dbo.Phone FROM varchar(20)', 'varchar(20)'],
    ['an old type', "CREATE TABLE t (a id)\nGO\nEXEC sp_addtype id, 'varchar(11)'", 'varchar(11)'],
    [
      'a function',
      'CREATE TABLE t (a AS dbo.f(1))\nGO\nCREATE FUNCTION dbo.f (@x int) RETURNS bigint AS BEGIN RETURN @x END',
      'bigint',
    ],
  ])('finishes a table when %s comes after it', (_, ddl, expected) => {
    const { catalog, codes } = build(ddl);
    expect(codes).toEqual([]);
    expect(catalog.tables[0]?.columns.map(({ type }) => typeText(type))).toEqual([expected]);
  });

  it('drops types, synonyms and sequences', () => {
    const { catalog } =
      build(`CREATE TYPE dbo.a FROM int\nGO\nCREATE SYNONYM dbo.b FOR dbo.c\nGO\nCREATE SEQUENCE dbo.d\nGO
DROP TYPE dbo.a\nGO\nDROP SYNONYM dbo.b\nGO\nDROP SEQUENCE dbo.d`);
    expect([catalog.aliasTypes, catalog.synonyms, catalog.sequences]).toEqual([[], [], []]);
  });

  it('takes descriptions', () => {
    const { catalog } = build(`CREATE TABLE t (a int)\nGO
EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'The a.', @level0type = N'SCHEMA', @level0name = N'dbo',
  @level1type = N'TABLE', @level1name = N't', @level2type = N'COLUMN', @level2name = N'a'`);
    expect(catalog.tables[0]?.columns[0]?.description).toBe('The a.');
  });

  it('keeps a table whose computed column is not supported, and refuses what reads the column only', () => {
    const ddl = `CREATE TABLE dbo.Employee (Id int NOT NULL, Node hierarchyid, Level AS Node.GetDescendant(NULL, NULL), Next AS Level + 1,
      Title nvarchar(50) NOT NULL, Twice AS Id * 2)`;
    const { catalog, codes } = build(ddl);
    expect(codes).toEqual(['bind-computed-column', 'bind-computed-column']);
    expect(catalog.tables[0]?.columns.map(({ name, computed }) => [name, computed?.unbound])).toEqual([
      ['Id', undefined],
      ['Node', undefined],
      ['Level', true],
      ['Next', true],
      ['Title', undefined],
      ['Twice', undefined],
    ]);
    const employees = moduleBinder(ddl);
    expect(columnsText('SELECT Title, Id, Twice FROM dbo.Employee', employees)).toEqual([
      'Title nvarchar(50)',
      'Id int',
      'Twice int',
    ]);
    for (const sql of ['SELECT Level FROM dbo.Employee', 'SELECT e.Id FROM dbo.Employee e WHERE e.Next = 1'])
      expect(codesOf(sql, employees)).toEqual(['bind-unsupported']);
    expect(codesOf('SELECT * FROM dbo.Employee', employees)).toEqual(['bind-unsupported', 'bind-unsupported']);
    expect(codesOf('SELECT 1 WHERE EXISTS (SELECT * FROM dbo.Employee)', employees)).toEqual([]);
    expect(codesOf("INSERT dbo.Employee VALUES (1, NULL, N'Clerk')", employees)).toEqual([]);
  });

  it('reports a type that it does not know, and keeps the column', () => {
    const { catalog, codes } = build('CREATE TABLE t (a nothing, b int)');
    expect(codes).toEqual(['bind-unknown-type']);
    expect(catalog.tables[0]?.columns.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});
