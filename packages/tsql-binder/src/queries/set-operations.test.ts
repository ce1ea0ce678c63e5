import { typeText } from '@datamigrate/catalog';
import { describe, expect, it } from 'vitest';
import { columnsOf, queryOf } from '../testing/bind-text.js';
import type { BoundQuery } from '../tree/query.js';

/** Types of the first column of every operation of a query, from the outermost inwards. */
function typesWithin(query: BoundQuery): string[] {
  if (query.kind === 'select') return [];
  const [first] = query.columns;
  return [first ? typeText(first.type) : '', ...typesWithin(query.left), ...typesWithin(query.right)];
}

describe('the type of a column of several queries', () => {
  it.each([
    ["SELECT NULL UNION ALL SELECT N'text'", 'nvarchar(4)'],
    ["SELECT NULL UNION ALL SELECT NULL UNION ALL SELECT N'text'", 'nvarchar(4)'],
    ["SELECT NULL UNION SELECT NULL UNION SELECT NULL UNION SELECT '20240101' UNION SELECT NULL", 'varchar(8)'],
    ["SELECT 'text' UNION ALL SELECT NULL UNION ALL SELECT NULL", 'varchar(4)'],
    ["SELECT NULL UNION ALL (SELECT NULL UNION SELECT NULL) UNION ALL SELECT 'text'", 'varchar(4)'],
    ["(SELECT NULL EXCEPT SELECT NULL) INTERSECT (SELECT NULL UNION ALL SELECT 'text')", 'varchar(4)'],
    ['SELECT NULL UNION ALL SELECT NULL UNION ALL SELECT NULL', 'int'],
    ['SELECT NULL UNION ALL SELECT NULL UNION ALL SELECT SYSDATETIME() UNION ALL SELECT NULL', 'datetime2(7)'],
    ["SELECT v FROM (SELECT NULL AS v UNION ALL SELECT NULL UNION ALL SELECT 'text') x", 'varchar(4)'],
    ["SELECT v FROM (VALUES (NULL), (NULL), ('text')) x (v)", 'varchar(4)'],
    ["SELECT CASE 1 WHEN 1 THEN NULL WHEN 2 THEN NULL ELSE 'text' END", 'varchar(4)'],
    ["SELECT COALESCE(NULL, NULL, 'text')", 'varchar(4)'],
  ])('%s', (sql, type) => {
    const [column] = queryOf(sql).columns;
    expect(column && typeText(column.type)).toBe(type);
  });

  it('is that of the whole in every operation whose members are all NULL', () => {
    const types = (sql: string): string[] => typesWithin(queryOf(sql));
    expect(types("SELECT NULL UNION ALL SELECT NULL UNION ALL SELECT 'x' UNION ALL SELECT 'text'")).toEqual([
      'varchar(4)',
      'varchar(1)',
      'varchar(4)',
    ]);
    expect(types("SELECT 'text' UNION ALL (SELECT NULL UNION SELECT NULL)")).toEqual(['varchar(4)', 'varchar(4)']);
  });

  it('goes for each column by itself', () => {
    expect(
      columnsOf("SELECT 1 AS a, NULL AS b, NULL AS c UNION ALL SELECT NULL, NULL, 2.5 UNION ALL SELECT 1, 'x', NULL"),
    ).toEqual(['a int?', 'b varchar(1)?', 'c decimal(2,1)?']);
  });

  it('knows long chains', () => {
    const chain = `${'SELECT NULL UNION ALL '.repeat(2000)}SELECT 'x'`;
    expect(columnsOf(chain)).toEqual(['- varchar(1)?']);
  });
});
