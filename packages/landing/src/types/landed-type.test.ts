import { binary, decimal, fractional, plain, type SqlType, string, typeText } from '@datamigrate/catalog';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRows } from '../rows/load-rows.js';
import { duckdbType } from './landed-type.js';

const GUID = '0E984725-C51C-4BF4-9960-E1C80E27ABA0';

/** Type, its type in DuckDB, values as they come and as DuckDB then shows them (the same where not stated). */
const CASES: readonly (readonly [SqlType, string, values: readonly (string | readonly [string, string])[]])[] = [
  [
    plain('bit'),
    'BOOLEAN',
    [
      ['1', 'true'],
      ['0', 'false'],
    ],
  ],
  [plain('tinyint'), 'UTINYINT', ['0', '255']],
  [plain('smallint'), 'SMALLINT', ['-32768', '32767']],
  [plain('int'), 'INTEGER', ['-2147483648', '2147483647']],
  [plain('bigint'), 'BIGINT', ['-9223372036854775808', '9223372036854775807']],
  [decimal(10, 2), 'DECIMAL(10,2)', ['0.50', '-12345678.99', ['.50', '0.50']]],
  [decimal(5, 0), 'DECIMAL(5,0)', ['12345', '-1']],
  [decimal(38, 10), 'DECIMAL(38,10)', ['1234567890123456789012345678.1234567890']],
  [plain('money'), 'DECIMAL(19,4)', ['922337203685477.5807', '-0.0001']],
  [plain('smallmoney'), 'DECIMAL(10,4)', ['214748.3647']],
  [plain('float'), 'DOUBLE', ['0.1', '-1.7976931348623157e+308', ['1E-07', '1e-07'], ['5', '5.0']]],
  [plain('real'), 'FLOAT', ['0.1', ['3.4028235E+38', '3.4028235e+38']]],
  [plain('date'), 'DATE', ['0001-01-01', '9999-12-31']],
  [fractional('time', 3), 'TIME', [['23:59:59.997', '23:59:59.997']]],
  [plain('smalldatetime'), 'TIMESTAMP', ['2079-06-06 23:59:00']],
  [plain('datetime'), 'TIMESTAMP', [['1753-01-01 00:00:00.003', '1753-01-01 00:00:00.003']]],
  [fractional('datetime2', 7), 'TIMESTAMP', [['9999-12-31 23:59:59.1234560', '9999-12-31 23:59:59.123456']]],
  [fractional('datetime2', 0), 'TIMESTAMP', ['0001-01-01 00:00:00']],
  [fractional('datetimeoffset', 2), 'VARCHAR', ['2024-01-01 10:00:00.00 +02:00']],
  [plain('uniqueidentifier'), 'UUID', [[GUID, GUID.toLowerCase()]]],
  [string('char', 5), 'VARCHAR', ['ab   ']],
  [string('varchar', 'max'), 'VARCHAR', ['', ' ', 'NULL', 'a\u0000b', "it's"]],
  [string('nchar', 2), 'VARCHAR', ['é ']],
  [string('nvarchar', 10), 'VARCHAR', ['日本', '😀', 'e\u0301']],
  [plain('text'), 'VARCHAR', ['line\nline']],
  [plain('ntext'), 'VARCHAR', ['ж']],
  [plain('xml'), 'VARCHAR', ['<a/>']],
  [plain('json'), 'VARCHAR', ['{"a":1}']],
  [plain('geography'), 'BLOB', [['0xE610', '\\xE6\\x10']]],
  [plain('hierarchyid'), 'BLOB', [['0x5AC0', 'Z\\xC0']]],
  [binary('binary', 2), 'BLOB', [['0x00FF', '\\x00\\xFF']]],
  [
    binary('varbinary', 'max'),
    'BLOB',
    [
      ['0x', ''],
      ['0x41', 'A'],
    ],
  ],
  [plain('image'), 'BLOB', [['0x42', 'B']]],
  [plain('rowversion'), 'BLOB', [['0x00000000000007D1', '\\x00\\x00\\x00\\x00\\x00\\x00\\x07\\xD1']]],
];

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

async function load(type: SqlType, values: readonly string[]) {
  await connection.run('drop table if exists t');
  const rows = [...values, null].map((value) => [value]);
  return loadRows(connection, { relation: 't', creation: 'create table' }, [{ name: 'v', type, nullable: true }], rows);
}

describe('types of SQL Server in DuckDB', () => {
  it.each(CASES.map(([type, expected, values]) => [typeText(type), type, expected, values] as const))(
    '%s',
    async (_text, type, expected, values) => {
      const given = values.map((value) => (typeof value === 'string' ? value : value[0]));
      const shown = values.map((value) => (typeof value === 'string' ? value : value[1]));
      expect(await load(type, given)).toEqual({
        ok: true,
        value: { rows: values.length + 1, diagnostics: [], changedColumns: [] },
      });
      const reader = await connection.runAndReadAll('select typeof(v), v::varchar from t order by rowid');
      expect(reader.getRows()).toEqual([...shown, null].map((value) => [expected, value]));
      expect(duckdbType(type)?.toUpperCase().replace('REAL', 'FLOAT')).toBe(expected);
    },
  );

  it('refuses sql_variant', async () => {
    const type = plain('sql_variant');
    expect(duckdbType(type)).toBeUndefined();
    const loaded = await load(type, ['x']);
    const codes = loaded.ok ? [] : loaded.error.map(({ code }) => code);
    expect(codes).toEqual(['landing-type-refused', 'landing-no-columns']);
  });

  it.each([
    [plain('int'), '1.5'],
    [plain('int'), '2147483648'],
    [plain('int'), ''],
    [plain('int'), ' 1'],
    [plain('bit'), 'true'],
    [decimal(5, 2), '1.555'],
    [decimal(5, 2), '1000.00'],
    [decimal(5, 2), '.'],
    [plain('float'), 'inf'],
    [plain('float'), '1e999'],
    [plain('date'), '2024-02-30'],
    [plain('date'), '2024-01-01 10:00:00'],
    [plain('datetime'), '01/02/2024'],
    [plain('uniqueidentifier'), '{0E984725}'],
    [binary('varbinary', 2), '0x1'],
    [binary('varbinary', 2), 'ab'],
  ] as const)('takes no %o from %j', async (type, value) => {
    const loaded = await load(type, [value]);
    expect(loaded.ok).toBe(false);
    if (!loaded.ok) expect(loaded.error).toMatchObject([{ code: 'landing-value-unreadable' }]);
  });

  it('says when digits get lost', async () => {
    const loaded = await load(fractional('datetime2', 7), [
      '2024-01-01 10:00:00.1234567',
      '2024-01-01 10:00:00.1234560',
    ]);
    expect(loaded).toMatchObject({
      ok: true,
      value: { diagnostics: [{ code: 'landing-fraction-lost' }], changedColumns: ['v'] },
    });
    expect(JSON.stringify(loaded)).toContain('1 values of type datetime2(7)');
  });

  it('says when text is no text', async () => {
    const loaded = await load(string('nvarchar', 5), ['a\ud800', '😀']);
    expect(loaded).toMatchObject({ ok: true, value: { diagnostics: [{ code: 'landing-text-malformed' }] } });
  });
});
