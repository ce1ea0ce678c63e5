import { describe, expect, it } from 'vitest';
import { lowerText } from '../testing/lower-text.js';
import type { RelQuery, RelTable } from '../tree/query.js';

/** The names of CTEs, and where FROM looks: `name`, or `(…)` for a query that stayed. */
function outline(query: RelQuery | undefined): string {
  if (!query) return 'refused';
  const ctes = query.ctes.map(({ name, query: inner }) => `${name}: ${outline(inner)}; `).join('');
  if (query.kind === 'set-operation') return `${ctes}${outline(query.left)} + ${outline(query.right)}`;
  return `${ctes}${query.from ? table(query.from) : 'nothing'}`;
}

function table(from: RelTable): string {
  if (from.kind === 'join') return `${table(from.left)} ${from.join} ${table(from.right)}`;
  if (from.kind === 'derived') return `(${outline(from.query)})`;
  if (from.kind === 'cte') return from.name === from.alias ? from.name : `${from.name} as ${from.alias}`;
  return from.kind === 'object' ? from.object.name : from.kind;
}

const C = 'dbo.Customer';
const G = `SELECT MAX(Id) AS Id FROM ${C}`;

const CASES: readonly (readonly [sql: string, tree: string])[] = [
  [`SELECT d.Id + 1 AS Id FROM (${G}) AS d`, 'd: Customer; d'],
  [
    `SELECT d.Id FROM (${G}) AS d JOIN (SELECT Id FROM ${C}) AS e ON e.Id = d.Id`,
    'd: Customer; e: Customer; d INNER e',
  ],
  // In the order in which they can be read.
  [`SELECT d.Id + 1 AS Id FROM (SELECT MIN(e.Id) AS Id FROM (${G}) AS e) AS d`, 'e: Customer; d: e; d'],
  [`WITH a AS (${G}) SELECT d.Id + 1 AS Id FROM (SELECT MIN(Id) AS Id FROM a) AS d`, 'a: Customer; d: a; d'],
  [`WITH a AS (SELECT MIN(d.Id) AS Id FROM (${G}) AS d) SELECT Id FROM a`, 'd: Customer; a: d; a'],
  // What is closed in itself, inside a query that is not.
  [
    `SELECT c.Id FROM ${C} AS c OUTER APPLY (SELECT d.Id FROM (${G}) AS d WHERE d.Id < c.Id) AS e`,
    'd: Customer; Customer LEFT (d)',
  ],
  // Only columns of a CTE.
  [`WITH a AS (${G}) SELECT d.Id + 1 AS Id FROM (SELECT Id FROM a) AS d`, 'a: Customer; a as d'],
  // A name that a CTE has.
  [
    `WITH d AS (${G}) SELECT x.Id FROM d AS x JOIN (SELECT Id FROM ${C}) AS d ON d.Id = x.Id`,
    'd: Customer; d_2: Customer; d as x INNER d_2 as d',
  ],
  // A letter says nothing about groups.
  [
    `SELECT c.Id FROM ${C} AS c JOIN (SELECT Id, COUNT(*) AS N FROM ${C} GROUP BY Id) AS d ON d.Id = c.Id`,
    'Customer_by_Id: Customer; Customer INNER Customer_by_Id as d',
  ],
  // The same query twice.
  [`SELECT d.Id FROM (${G}) AS d JOIN (${G}) AS e ON e.Id = d.Id`, 'd: Customer; d INNER d as e'],
  [`SELECT d.Id + 1 AS Id FROM (${G}) AS d UNION ALL SELECT -d.Id FROM (${G}) AS d`, 'd: Customer; d + d'],
  // What reads its neighbours stays, and what stands in an expression.
  [
    `SELECT c.Id FROM ${C} AS c CROSS APPLY (SELECT MAX(x.Id) AS Id FROM ${C} AS x WHERE x.Id < c.Id) AS d`,
    'Customer CROSS (Customer)',
  ],
  [
    `SELECT c.Id FROM ${C} AS c WHERE c.Id IN (SELECT d.Id FROM (SELECT MAX(x.Id) AS Id FROM ${C} AS x WHERE x.Id < c.Id) AS d)`,
    'Customer',
  ],
  [
    `WITH r AS (SELECT 1 AS n UNION ALL SELECT d.n + 1 FROM (SELECT n FROM r WHERE n < 3) AS d) SELECT n FROM r`,
    'r: nothing + (r); r',
  ],
];

describe('Queries in FROM', () => {
  it.each(CASES)('%s', (sql, tree) => {
    expect(outline(lowerText(sql).query)).toBe(tree);
  });
});

describe('RIGHT JOIN', () => {
  it('is read from the table of which all rows are kept', () => {
    expect(outline(lowerText(`SELECT a.Id FROM ${C} AS a RIGHT JOIN (${G}) AS b ON b.Id = a.Id`).query)).toBe(
      'b: Customer; b LEFT Customer',
    );
  });

  it('stays behind several tables', () => {
    const sql = `SELECT a.Id FROM ${C} AS a JOIN ${C} AS b ON b.Id = a.Id RIGHT JOIN ${C} AS c ON c.Id = a.Id`;
    expect(outline(lowerText(sql).query)).toBe('Customer INNER Customer RIGHT Customer');
  });
});
