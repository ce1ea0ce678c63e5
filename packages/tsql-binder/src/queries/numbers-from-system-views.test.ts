import { expect, it } from 'vitest';
import { queryOf } from '../testing/bind-text.js';

/** What a query reads, its derived tables opened. */
function sourceOf(sql: string): string {
  const query = queryOf(sql);
  if (query.kind !== 'select') return query.kind;
  return query.from.map(({ kind }) => kind).join();
}

const NUMBER = 'ROW_NUMBER() OVER (ORDER BY (SELECT NULL))';
const CROSS = 'sys.all_columns AS a CROSS JOIN sys.all_columns AS b';

it.each([
  [`SELECT TOP (100) ${NUMBER} AS n FROM sys.all_objects`, 'function-table'],
  [`SELECT TOP 100 ${NUMBER} - 1 AS n, 'x' AS c FROM sys.all_columns ORDER BY n`, 'function-table'],
  ['SELECT TOP (100) ROW_NUMBER() OVER (ORDER BY name DESC) AS n FROM sys.all_objects', 'function-table'],
  [`SELECT TOP (100000) ${NUMBER} AS n FROM sys.all_columns a, sys.all_objects b`, 'function-table'],
  [`SELECT TOP (DATEDIFF(day, '20240101', GETDATE())) ${NUMBER} AS n FROM ${CROSS}`, 'function-table'],
  // More than there may be.
  [`SELECT TOP (5000) ${NUMBER} AS n FROM sys.all_objects`, 'named-table'],
  [`SELECT TOP (DATEDIFF(day, '20240101', GETDATE())) ${NUMBER} AS n FROM sys.all_objects`, 'named-table'],
  // What is in the view counts.
  [`SELECT TOP (100) ${NUMBER} AS n, name FROM sys.all_objects`, 'named-table'],
  [`SELECT TOP (100) ${NUMBER} AS n FROM sys.all_objects ORDER BY name`, 'named-table'],
  ['SELECT TOP (100) ROW_NUMBER() OVER (PARTITION BY type ORDER BY name) AS n FROM sys.all_objects', 'named-table'],
  [`SELECT TOP (100) ${NUMBER} AS n FROM sys.all_objects WHERE type = 'V'`, 'named-table'],
  [`SELECT TOP (100) PERCENT ${NUMBER} AS n FROM sys.all_objects`, 'named-table'],
  [`SELECT ${NUMBER} AS n FROM sys.all_objects`, 'named-table'],
  [`SELECT TOP (100) ${NUMBER} AS n FROM dbo.Customer`, 'named-table'],
  [`SELECT TOP (100) ${NUMBER} AS n FROM sys.all_objects CROSS JOIN dbo.Customer`, 'join'],
])('%s reads a %s', (sql, source) => {
  expect(sourceOf(sql)).toBe(source);
});
