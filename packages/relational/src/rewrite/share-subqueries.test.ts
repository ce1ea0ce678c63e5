import { describe, expect, it } from 'vitest';
import { lowerText } from '../testing/lower-text.js';
import type { RelQuery, RelTable } from '../tree/query.js';

/** What stands in FROM, with the columns of what was put beside it. */
function outline(query: RelQuery | undefined): string {
  if (query?.kind !== 'select') return 'refused';
  const ctes = query.ctes.map(({ name, query: inner }) => `${name}(${inner.columns.map(named).join()}); `).join('');
  return `${ctes}${query.from ? table(query.from) : 'nothing'}`;
}

const named = ({ name }: { readonly name: string }): string => name;

function table(from: RelTable): string {
  if (from.kind === 'join') return `${table(from.left)} ${from.join} ${table(from.right)}`;
  if (from.kind === 'derived')
    return `${from.lateral ? 'lateral ' : ''}${from.alias}(${from.query.columns.map(named).join()})`;
  return from.alias;
}

const S = '(SELECT SUM(x.Due) FROM dbo.Customer AS x WHERE x.City = c.City COLLATE Latin1_General_BIN2)';
const N = '(SELECT COUNT(*) FROM dbo.Customer AS x WHERE x.City = c.City COLLATE Latin1_General_BIN2)';
const ALL = '(SELECT MAX(x.Due) FROM dbo.Customer AS x)';
const FROM = 'FROM dbo.Customer AS c';

const CASES: readonly (readonly [sql: string, tree: string])[] = [
  [`SELECT ${S} AS Debt, ${S} * 2 AS Twice ${FROM}`, 'c CROSS lateral Customer_summary(Debt)'],
  // Over the same rows: one of them is repeated, the other comes with it.
  [
    `SELECT ${S} * 2 AS Twice, ${N} AS Number ${FROM} WHERE ${S} > 0`,
    'c CROSS lateral Customer_summary(sum_of_Due,Number)',
  ],
  // Not correlated: a table expression of one row.
  [`SELECT ${ALL} AS Most ${FROM} WHERE c.Due = ${ALL}`, 'Customer_summary(Most); c CROSS Customer_summary'],
  // Once, or of rows that are not one.
  [`SELECT ${S} AS Debt, ${N} AS Number ${FROM}`, 'c'],
  [
    `SELECT (SELECT TOP 1 x.Due FROM dbo.Customer AS x) AS A, (SELECT TOP 1 x.Due FROM dbo.Customer AS x) AS B ${FROM}`,
    'c',
  ],
  // In groups a subquery may only read what is grouped.
  [`SELECT MAX(c.Id) + ${ALL} AS A, ${ALL} AS B ${FROM}`, 'c'],
];

describe('subqueries that a block repeats', () => {
  it.each(CASES)('%s', (sql, tree) => {
    expect(outline(lowerText(sql).query)).toBe(tree);
  });
});
