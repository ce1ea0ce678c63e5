import { Database, executeSql } from '@datamigrate/tsql-engine';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { translateBatch } from './translate-batch.js';

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => connection.closeSync());

const DATABASE = new Database({ name: 'days' });
const MOMENTS = ['2024-02-29T23:59:59.997', '1999-12-31T12:30:29.500', '2078-01-02T00:00:00'];
const FROM = ['date', 'datetime', 'smalldatetime', 'datetime2(7)'];
const TO = ['date', 'datetime', 'smalldatetime', 'datetime2(3)'];

/** Styles and lengths whose text is the day; the others keep more of the moment. */
const TEXTS: readonly (readonly [type: string, style: number])[] = [
  ['varchar(10)', 20],
  ['varchar(10)', 23],
  ['nvarchar(30)', 23],
  ['varchar(8)', 112],
  ['varchar(max)', 112],
  ['varchar(10)', 120],
  ['nvarchar(10)', 121],
  ['varchar(10)', 126],
  ['varchar(19)', 120],
  ['varchar(23)', 121],
  ['varchar(23)', 126],
];

const CASES = FROM.flatMap((from) => TO.flatMap((to) => TEXTS.map((text) => [from, to, ...text] as const)));

it.each(CASES)('%s to %s through %s by style %i', async (from, to, text, style) => {
  const values = MOMENTS.map((moment) => `(CAST('${from === 'date' ? moment.slice(0, 10) : moment}' AS ${from}))`);
  const sql = `SELECT CAST(CONVERT(${text}, t.d, ${style}) AS ${to}) AS day FROM (VALUES ${values.join(', ')}, (NULL)) AS t(d)`;
  const expected = executeSql(DATABASE, sql).resultSets[0]?.rows.map(([value]) => value);
  const { sql: translated, prelude, diagnostics } = translateBatch('days', sql, { schema: [], fidelity: 'proven' });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  for (const statement of prelude) await connection.run(statement);
  const rows = (await connection.runAndReadAll(translated ?? '')).getRows();
  const plain = (value: unknown): string | null =>
    value === null || value === undefined
      ? null
      : String(value)
          .replace(/(\.\d*?)0+$/, '$1')
          .replace(/\.$/, '')
          .replace(/ 00:00:00$/, '');
  expect(rows.map(([value]) => plain(value))).toEqual(expected?.map(plain));
  const isWhole = from === 'datetime' && to === 'datetime' && text === 'varchar(23)';
  const isDay = from === 'date' || text.endsWith('(10)') || style === 112 || style === 23 || isWhole;
  expect(translated?.includes('strftime')).toBe(!isDay);
});
