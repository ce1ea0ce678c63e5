import { executeSql, loadScripts } from '@datamigrate/tsql-engine';
import { type Ast, parseScript } from '@datamigrate/tsql-syntax';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { translateBatch } from './translate-batch.js';

/** Zero, both signs, halves at every place that a pattern rounds at, and the ends of the types. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  tinyint: ['0', '5', '99', '255'],
  smallint: ['0', '-7', '999', '1000', '-32768', '32767'],
  int: ['0', '-1', '12', '-999', '1000', '1234567', '-2147483648', '2147483647'],
  bigint: ['0', '-1', '999999', '1000000000000000', '-9223372036854775808', '9223372036854775807'],
  smallmoney: ['0', '-0.004', '0.005', '-0.0050', '1.2345', '-214748.3648', '214748.3647'],
  money: ['0', '-0.004', '0.5', '0.005', '999.995', '-999.9950', '922337203685477.5807', '-922337203685477.5808'],
  'decimal(2, 2)': ['0', '0.5', '-0.5', '0.05', '0.99', '-0.99'],
  'decimal(3, 3)': ['0.995', '-0.995', '0.004', '0.005', '-0.999'],
  'decimal(9, 0)': ['0', '-5', '999999999', '-999999999', '100000'],
  'decimal(9, 2)': ['0', '-0.01', '0.5', '-0.5', '1.5', '2.50', '-2.5', '999.95', '9999999.99', '-9999999.99'],
  'decimal(9, 4)': ['-0.004', '0.5', '0.005', '-0.005', '999.995', '999.9949', '-999.995', '1.1', '-99999.9999'],
  'decimal(17, 2)': ['999999999999999.99', '-999999999999999.99', '0.05', '100000000000000'],
  'decimal(18, 3)': ['999999999999999.995', '-999999999999999.995', '0.045', '100000000000000', '10.100'],
  'decimal(28, 10)': ['999999999999999999.9999999999', '-0.00000005', '0.00005', '-1000.5', '12.3450000001'],
  'decimal(28, 28)': ['0.9999999999999999999999999999', '-0.0000000000000000000000000001', '0.005', '0'],
  'decimal(38, 0)': ['79228162514264337593543950335', '-79228162514264337593543950335', '0', '12345'],
  'decimal(38, 2)': ['792281625142643375935439503.35', '-792281625142643375935439503.35', '999.995', '-0.005', '0.5'],
  'decimal(38, 28)': ['7.9228162514264337593543950335', '-7.9228162514264337593543950335', '0.005', '-0.00005'],
};

const PATTERNS: readonly string[] = [
  ...[
    'N',
    'n',
    'N0',
    'N1',
    'N2',
    'n3',
    'N4',
    'N9',
    'N12',
    'F',
    'F0',
    'F1',
    'f2',
    'F3',
    'F30',
    'D',
    'D0',
    'D1',
    'd5',
    'D20',
  ],
  ...['P', 'P0', 'p1', 'P3', 'P9', 'C', 'C0', 'c1', 'C2', 'C4'],
  ...[
    '0',
    '#',
    '00000',
    '0000000000',
    '#####',
    '0.0',
    '0.00',
    '.00',
    '#.##',
    '0.##',
    '0.0#',
    '#.0##0#',
    '0.',
    '000.000',
  ],
  ...['#,##0', '#,#', '0,0', ',0', '0,000', '0,0.0', '#,##0.00', '#,###.##', '00,000,000.00', '##,##0.####'],
  ...['0%', '0.00%', '#,##0.0%', '%0', '0.0 %', '#%', '0.## %'],
  ...[
    '$#,##0',
    '$#,##0.00',
    '$0.##',
    '€ #,##0.00',
    '#,##0.00 €',
    '(0)',
    '0 kg',
    'No 0000',
    '-0',
    '+0',
    '[#] <-',
    'USD #,##0.0',
  ],
  ...['#,##0.00;(#,##0.00)', '0.0;-0.00;nil', '$#,##0;-$#,##0;0.0', '0.#%;(0.0%);-'],
];

const INTEGERS: ReadonlySet<string> = new Set(['tinyint', 'smallint', 'int', 'bigint']);

interface Rows {
  readonly original: readonly (readonly (string | null)[])[];
  readonly translated: readonly (readonly unknown[])[];
}

describe('FORMAT of numbers: the target writes what the engine writes', () => {
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(':memory:')).connect();
  });
  afterAll(() => connection.closeSync());

  async function both(type: string, values: readonly string[], columns: readonly string[]): Promise<Rows> {
    const table = `CREATE TABLE t (id int, a ${type});`;
    const rows = [...values, 'NULL'].map((value, i) => `(${i}, ${value})`).join(', ');
    const [statement] = [...parseScript(table)].flatMap(({ statements }) => statements) as [Ast.Statement];
    const sql = `SELECT t.a, ${columns.join(', ')} FROM t ORDER BY t.id`;
    const { database } = loadScripts([{ name: 't.sql', text: `${table}\nINSERT t VALUES ${rows};` }]);
    const { resultSets, error, refusal } = executeSql(database, sql);
    const line = translateBatch('t', sql, { schema: [{ statement, text: table }], fidelity: 'exact' });
    expect([error, refusal, line.diagnostics]).toEqual([undefined, undefined, []]);
    await connection.run('create schema if not exists dbo');
    await connection.run(`create or replace table dbo.t (id integer, a ${duckType(type)})`);
    await connection.run(`insert into dbo.t values ${rows}`);
    for (const prelude of line.prelude) await connection.run(prelude);
    const reader = await connection.runAndReadAll(line.sql ?? '');
    return {
      original: (resultSets[0]?.rows ?? []).map((row) => row.slice(1)),
      translated: reader.getRowsJson().map((row) => row.slice(1)),
    };
  }

  it.each(Object.entries(VALUES))('%s', async (type, values) => {
    const patterns = INTEGERS.has(type) ? [...PATTERNS, 'G', 'g'] : PATTERNS;
    const { original, translated } = await both(
      type,
      values,
      patterns.map((pattern, i) => `FORMAT(t.a, '${pattern}'${i % 2 === 0 ? '' : ", 'en-us'"}) AS c${i}`),
    );
    const named = (rows: Rows['translated']): string[] =>
      rows.flatMap((row, i) => row.map((text, j) => `${values[i] ?? 'NULL'} as ${patterns[j]}: ${text}`));
    expect(original.length).toBe(values.length + 1);
    expect(named(translated)).toEqual(named(original));
  });

  it('of what is computed', async () => {
    const columns = [
      'SUM(t.a) OVER ()',
      't.a * 1.5',
      't.a / 7',
      'ABS(t.a)',
      'COUNT(*) OVER ()',
      'ROUND(t.a, 1)',
      '-t.a',
    ];
    const formats = columns.flatMap((column) => [`FORMAT(${column}, 'N2')`, `FORMAT(${column}, '0.#%')`]);
    const some = ['0', '-0.0050', '1.5', '999.995', '-7'];
    for (const [type, values] of [
      ['int', ['0', '-7', '12345']],
      ['decimal(9, 4)', some],
      ['decimal(17, 3)', some],
      ['money', some],
    ] as const) {
      const { original, translated } = await both(type, values, formats);
      expect(translated).toEqual(original);
    }
  });
});

const duckType = (type: string): string =>
  ({ tinyint: 'utinyint', money: 'decimal(19, 4)', smallmoney: 'decimal(10, 4)' })[type] ?? type;
