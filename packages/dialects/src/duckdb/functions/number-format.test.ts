import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, onOneLine, openDuckdb, translate } from '../../testing/duckdb-session.js';
import { modelOf } from '../../testing/model-of.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

const query = (type: string, number: string, format: string): string =>
  `SELECT ${format} FROM (VALUES (CAST(${number} AS ${type}))) AS t(a)`;

/** What the reference engine answers; apps/cli compares far more of it. */
const ANSWERS: readonly (readonly [type: string, number: string, pattern: string, text: string])[] = [
  ['int', '-1234567', 'N', '-1,234,567.00'],
  ['int', '-5', 'd4', '-0005'],
  ['int', 'NULL', 'D4', 'NULL'],
  ['decimal(9, 0)', '5', 'D4', 'NULL'],
  ['money', '5', 'D', 'NULL'],
  ['money', '-922337203685477.5808', 'C', '($922,337,203,685,477.58)'],
  ['money', '-0.004', 'C', '$0.00'],
  ['bigint', '-9223372036854775808', 'P0', '-922,337,203,685,477,580,800%'],
  ['tinyint', '255', 'P1', '25,500.0%'],
  ['decimal(18, 3)', '-999999999999999.995', 'N2', '-1,000,000,000,000,000.00'],
  ['decimal(2, 2)', '-0.5', '.0', '-.5'],
  ['decimal(9, 3)', '0.005', '$#,##0.00', '$0.01'],
  ['decimal(9, 3)', '-0.004', '$#,##0.00', '$0.00'],
  ['decimal(9, 3)', '-1234.5', '$#,##0.##', '-$1,234.5'],
  ['decimal(9, 3)', '0', '#.##', ''],
  ['decimal(9, 3)', '1234.5', '#,##0.00;(#,##0.00);-', '1,234.50'],
  ['decimal(9, 3)', '-1234.5', '#,##0.00;(#,##0.00);-', '(1,234.50)'],
  ['decimal(9, 3)', '0', '#,##0.00;(#,##0.00);-', '-'],
  ['decimal(9, 3)', '-0.004', '#,##0.00;(#,##0.00);-', '-'],
  ['decimal(9, 3)', '-0.004', '0.00;(0.00)', '0.00'],
  ['decimal(9, 3)', '0.5', '0;(0);nil', '1'],
  ['decimal(9, 3)', 'NULL', '0;(0);nil', 'NULL'],
  ['int', '-7', '$#,##0;-$#,##0', '-$7'],
  ['money', '-7.5', '0.0%;(0.0%)', '(750.0%)'],
  ['decimal(9, 4)', '0.12345', '0.0# %', '12.35 %'],
  ['decimal(38, 0)', '79228162514264337593543950335', 'N0', '79,228,162,514,264,337,593,543,950,335'],
  [
    'decimal(38, 0)',
    '79228162514264337593543950336',
    'N0',
    'error: Invalid Input Error: FORMAT of a number that has more than 96 bits',
  ],
];

const SHAPES: readonly (readonly [format: string, sql: string])[] = [
  ["FORMAT(Id, 'D')", 'cast(Item.Id as varchar)'],
  ["FORMAT(Id, '00000')", 'tsql_format_number_0_5_0(Item.Id)'],
  ["FORMAT(Price, 'N2', 'en-US')", 'tsql_format_number_1_1_2(Item.Price)'],
  ["FORMAT(Price, 'N2', 'de-DE')", "translate(tsql_format_number_1_1_2(Item.Price), ',.', '.,')"],
  ["FORMAT(Price, '0.0', 'en-GB')", 'tsql_format_number_0_1_1(round(Item.Price, 1))'],
  ["FORMAT(Price, 'F0')", 'tsql_format_number_0_1_0(round(Item.Price, 0))'],
  ["FORMAT(Price, '0.0%')", "tsql_format_number_0_1_1(round(Item.Price * 100, 1)) || '%'"],
  ["FORMAT(Price, 'C')", 'tsql_format_currency(tsql_format_number_1_1_2(Item.Price))'],
  ["FORMAT(Price, '$#,##0')", "tsql_format_prefix(tsql_format_number_1_1_0(round(Item.Price, 0)), '$')"],
  ["FORMAT(Price, 'D')", 'cast(null as varchar)'],
];

describe('FORMAT of numbers', () => {
  it.each(ANSWERS)('%s %s as %s is %s', async (type, number, pattern, text) => {
    expect(await duckdb.run(query(type, number, `FORMAT(t.a, '${pattern}')`))).toEqual([text]);
  });

  it.each(SHAPES)('%s is %s', (format, sql) => {
    expect(onOneLine(translate(`SELECT ${format} FROM dbo.Item`).sql)).toBe(
      `select ${sql} as column_1 from dbo.Item as Item`,
    );
  });

  it('names what it hands to a macro of dbt', () => {
    expect(onOneLine(modelOf("CREATE VIEW dbo.v AS SELECT FORMAT(Price, '$#,##0.0') AS p FROM dbo.Item"))).toContain(
      `{{ tsql_format_prefix( tsql_format_number('round(item.price, 1)', grouped=1, whole_digits=1, decimals=1), "'$'" ) }} as p`,
    );
  });

  it.each([
    ...[
      'X',
      'E2',
      'R',
      'G5',
      'Z',
      '',
      'N100',
      'abc',
      '0;;x',
      '0;neg;-',
      'N2;N0',
      "0 ''kg''",
      '\\#0',
      '0000-00',
      '0.0 0',
      '#,##0,',
      '0‰',
    ],
    ...['%0%', '0E+0', 'Rate-0', '{0}', '0.0.0', '1 0', '0"x"'],
  ])("the pattern '%s' is refused and named", (pattern) => {
    const { messages } = translate(query('int', '1', `FORMAT(t.a, '${pattern}')`));
    expect(messages).toEqual([
      `The function FORMAT has no rendering for DuckDB with the pattern '${pattern.replaceAll("''", "'")}'.`,
    ]);
  });

  it('of a session in another language needs a culture', () => {
    const { messages } = translate(`SET LANGUAGE German; ${query('int', '1', "FORMAT(t.a, 'N2')")}`);
    expect(messages).toEqual(['This conversion does not cover FORMAT in german yet.']);
    expect(translate(`SET LANGUAGE German; ${query('int', '1', "FORMAT(t.a, 'N2', 'en-US')")}`).messages).toEqual([]);
  });

  it.each([
    ['float', "FORMAT(t.a, 'N2')", 'of float'],
    ['real', "FORMAT(t.a, '0')", 'of real'],
    ['bit', "FORMAT(t.a, '0')", 'of bit'],
    ['decimal(9, 2)', "FORMAT(t.a, 'G')", "with the pattern 'G'"],
    ['decimal(38, 29)', "FORMAT(t.a, 'N2')", 'of decimal(38,29)'],
    ['int', "FORMAT(t.a, 'N2', 'fr-FR')", 'in the culture fr-FR'],
    ['int', "FORMAT(t.a, 'C', 'de-DE')", "with the pattern 'C' in de-DE"],
    ['int', "FORMAT(t.a, 'P', 'en-GB')", "with the pattern 'P' in en-GB"],
    ['int', "FORMAT(t.a, CONCAT('N', t.a))", 'with a computed pattern'],
    ['date', "FORMAT(t.a, 'f')", "with the pattern 'f'"],
  ])('of %s, %s is refused', (type, format, detail) => {
    expect(translate(query(type, type === 'date' ? "'2024-01-31'" : '1', format)).messages).toEqual([
      `The function FORMAT has no rendering for DuckDB ${detail}.`,
    ]);
  });
});
