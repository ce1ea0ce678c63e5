import { describe, expect, it } from 'vitest';
import { lowerText } from '../testing/lower-text.js';

/** Whether NULLS are spelled for ORDER BY … in `SELECT TOP 1 … ORDER BY`. */
const CASES: readonly (readonly [value: string, nullable: boolean])[] = [
  ['Id', false],
  ['Discount', true],
  ['Id + 1', false],
  ['-Id * 2', false],
  ['Id + Discount', true],
  ['ISNULL(Discount, 0)', false],
  ['COALESCE(Discount, Due, 1)', false],
  ['COALESCE(Discount, Due)', true],
  ['CASE WHEN Discount = 1 THEN 1 ELSE 2 END', false],
  ['CASE WHEN Discount = 1 THEN 1 END', true],
  ['NULLIF(Id, 1)', true],
  ["TRY_CAST('x' AS int) + Id", true],
  ['Id / NULLIF(Id, 2)', true],
];

describe('Values that are never NULL', () => {
  it.each(CASES)('%s', (value, nullable) => {
    const { query } = lowerText(`SELECT TOP (1) ${value} AS v FROM dbo.Customer ORDER BY v`);
    expect(query?.orderBy[0]?.expression.nullable).toBe(nullable);
    const late = lowerText(`SELECT TOP (1) Id FROM dbo.Customer ORDER BY ${value}`);
    expect(late.query?.orderBy[0]?.expression.nullable).toBe(nullable);
  });

  it('are NULL in grouping sets without them', () => {
    const sql = 'SELECT TOP (1) Id + 1 AS v, COUNT(*) AS n FROM dbo.Customer GROUP BY ROLLUP (Id) ORDER BY v, Id';
    expect(lowerText(sql).query?.orderBy.map(({ expression }) => expression.nullable)).toEqual([true, true]);
  });
});
