import { describe, expect, it } from 'vitest';
import { lowerText } from '../testing/lower-text.js';
import { treeText } from '../tree/same-tree.js';

const END = "CAST('9999-12-31 23:59:59.9999999' AS datetime2(7))";
const KEPT = 'Moments have seven digits of a second in SQL Server; six of them are kept';

/** Constants with a fraction of a second, as texts, and what was said of them. */
function cut(sql: string): readonly [values: readonly string[], notes: readonly string[]] {
  const { query, normalised } = lowerText(sql, undefined, { sixDigits: true });
  const values = [...treeText(query).matchAll(/"value":"([^"]*\.9{6,7})"/g)].map(([, value = '']) => value);
  return [values, normalised.map(({ text }) => text)];
}

const CUT = '9999-12-31 23:59:59.999999';

const CASES: readonly (readonly [sql: string, values: readonly string[], notes: readonly string[]])[] = [
  [`SELECT ${END} AS v`, [CUT], [KEPT]],
  [`DECLARE @end datetime2 = ${END}; SELECT Id, @end AS v FROM dbo.Customer WHERE @end > Birth`, [CUT, CUT], [KEPT]],
  [`SELECT v.m FROM (VALUES (${END}), (NULL)) AS v(m)`, [CUT], [KEPT]],
  ["SELECT CAST('23:59:59.9999999' AS time) AS v", ['23:59:59.999999'], [KEPT]],
  // What all seven digits gave.
  [`SELECT CONVERT(varchar(30), ${END}, 121) AS v`, ['9999-12-31 23:59:59.9999999'], []],
  [`SELECT DATEADD(day, -1, ${END}) AS v`, ['9999-12-30 23:59:59.999999'], [KEPT]],
  // Texts that would show the last digit, and rounding to six, are left as they are: targets refuse them.
  [`SELECT CONVERT(varchar(30), COALESCE(Birth, ${END}), 121) AS v FROM dbo.Customer`, [`${CUT}9`], []],
  [`SELECT CAST(COALESCE(Birth, ${END}) AS datetime2(6)) AS v FROM dbo.Customer`, [`${CUT}9`], []],
  [`SELECT CONVERT(varchar(30), COALESCE(Birth, ${END}), 120) AS v FROM dbo.Customer`, [CUT], [KEPT]],
  [`SELECT CONVERT(varchar(10), COALESCE(Birth, ${END}), 121) AS v FROM dbo.Customer`, [CUT], [KEPT]],
  [`SELECT CAST(COALESCE(Birth, ${END}) AS datetime2(3)) AS v FROM dbo.Customer`, [CUT], [KEPT]],
  ["SELECT CAST('2024-01-01 10:00:00.999999' AS datetime2) AS v", ['2024-01-01 10:00:00.999999'], []],
];

describe('moments of seven digits among rows that have six', () => {
  it.each(CASES)('%s', (sql, values, notes) => {
    expect(cut(sql)).toEqual([values, notes]);
  });

  it('stay as they are where rows were not landed', () => {
    const { query, normalised } = lowerText(`SELECT ${END} AS v`);
    expect(treeText(query)).toContain('.9999999"');
    expect(normalised).toEqual([]);
  });

  it.each([
    ['-100', -1000n],
    ['100', 0n],
    ['-1100', -2000n],
    ['1500', 1000n],
    ['2000', 2000n],
    ['-150', -150n],
  ])('DATEADD of %s nanoseconds adds %s', (count, added) => {
    const { query } = lowerText(`SELECT DATEADD(nanosecond, ${count}, Birth) AS v FROM dbo.Customer`, undefined, {
      sixDigits: true,
    });
    expect(treeText(query)).toContain(`"value":"${added}n"`);
  });

  it('DATEADD to a datetimeoffset, which keeps all its digits, adds what is said', () => {
    const { query, normalised } = lowerText(
      'SELECT DATEADD(nanosecond, -100, t.m) AS v FROM (VALUES (CAST(NULL AS datetimeoffset(7)))) AS t(m)',
      undefined,
      { sixDigits: true },
    );
    expect(treeText(query)).toContain('"value":"-100n"');
    expect(normalised).toEqual([]);
  });
});
