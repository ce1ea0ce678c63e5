import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, openDuckdb, translate } from '../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

/** What the reference engine answers for values of t.a; bytes are shown by style 1. */
const CASES: readonly (readonly [expression: string, type: string, given: string, value: string])[] = [
  ['CONVERT(varchar(50), t.a, 1)', 'float', 'CAST(0.1 AS float)', '1.0000000e-001'],
  ['CONVERT(varchar(50), t.a, 1)', 'float', 'CAST(-1234567.891 AS float)', '-1.2345679e+006'],
  ['CONVERT(varchar(50), t.a, 1)', 'float', 'CAST(9.99999999999 AS float)', '1.0000000e+001'],
  ['CONVERT(varchar(50), t.a, 1)', 'float', 'CAST(0 AS float)', '0.0000000e+000'],
  ['CONVERT(varchar(50), t.a, 1)', 'float', 'CAST(1e300 AS float)', '1.0000000e+300'],
  ['CONVERT(varchar(50), t.a, 1)', 'float', 'CAST(-5e-10 AS float)', '-5.0000000e-010'],
  ['CONVERT(varchar(50), t.a, 1)', 'float', 'CAST(123456789012345678 AS float)', '1.2345679e+017'],
  ['CONVERT(varchar(50), t.a, 2)', 'float', 'CAST(0.1 AS float)', '1.000000000000000e-001'],
  ['CONVERT(varchar(50), t.a, 2)', 'float', 'CAST(-1234567.891 AS float)', '-1.234567891000000e+006'],
  ['CONVERT(varchar(50), t.a, 2)', 'float', 'CAST(9.99999999999 AS float)', '9.999999999990001e+000'],
  ['CONVERT(varchar(50), t.a, 2)', 'float', 'CAST(0 AS float)', '0.000000000000000e+000'],
  ['CONVERT(varchar(50), t.a, 2)', 'float', 'CAST(1e300 AS float)', '1.000000000000000e+300'],
  ['CONVERT(varchar(50), t.a, 2)', 'float', 'CAST(-5e-10 AS float)', '-5.000000000000000e-010'],
  ['CONVERT(varchar(50), t.a, 2)', 'float', 'CAST(123456789012345678 AS float)', '1.234567890123457e+017'],
  ['CONVERT(varchar(50), t.a, 3)', 'float', 'CAST(0.1 AS float)', '1.0000000000000001e-001'],
  ['CONVERT(varchar(50), t.a, 3)', 'float', 'CAST(-1234567.891 AS float)', '-1.2345678910000001e+006'],
  ['CONVERT(varchar(50), t.a, 3)', 'float', 'CAST(9.99999999999 AS float)', '9.9999999999900009e+000'],
  ['CONVERT(varchar(50), t.a, 3)', 'float', 'CAST(0 AS float)', '0.0000000000000000e+000'],
  ['CONVERT(varchar(50), t.a, 3)', 'float', 'CAST(1e300 AS float)', '1.0000000000000001e+300'],
  ['CONVERT(varchar(50), t.a, 3)', 'float', 'CAST(-5e-10 AS float)', '-5.0000000000000003e-010'],
  ['CONVERT(varchar(50), t.a, 3)', 'float', 'CAST(123456789012345678 AS float)', '1.2345678901234568e+017'],
  ['CONVERT(nvarchar(50), t.a, 1)', 'real', 'CAST(0.1 AS real)', '1.0000000e-001'],
  ['CONVERT(nvarchar(50), t.a, 1)', 'real', 'CAST(16777216 AS real)', '1.6777216e+007'],
  ['CONVERT(nvarchar(50), t.a, 3)', 'real', 'CAST(0.1 AS real)', '1.0000000149011612e-001'],
  ['CONVERT(nvarchar(50), t.a, 3)', 'real', 'CAST(16777216 AS real)', '1.6777216000000000e+007'],
  ['CAST(t.a AS varbinary(8))', 'int', 'CAST(5 AS int)', '0x00000005'],
  ['CAST(t.a AS varbinary(8))', 'int', 'CAST(-5 AS int)', '0xFFFFFFFB'],
  ['CAST(t.a AS varbinary(2))', 'int', 'CAST(66051 AS int)', '0x0203'],
  ['CAST(t.a AS binary(6))', 'int', 'CAST(-5 AS int)', '0x0000FFFFFFFB'],
  ['CAST(t.a AS binary(8))', 'bigint', 'CAST(-5 AS bigint)', '0xFFFFFFFFFFFFFFFB'],
  ['CAST(t.a AS binary(8))', 'bigint', 'CAST(258 AS bigint)', '0x0000000000000102'],
  ['CAST(t.a AS varbinary(max))', 'smallint', 'CAST(-2 AS smallint)', '0xFFFE'],
  ['CAST(t.a AS binary(2))', 'tinyint', 'CAST(255 AS tinyint)', '0x00FF'],
  ['CAST(t.a AS varbinary(4))', 'bit', 'CAST(1 AS bit)', '0x01'],
  ['CAST(t.a AS varbinary(2))', 'varbinary(20)', 'CAST(0x010203 AS varbinary(20))', '0x0102'],
  ['CAST(t.a AS varbinary(2))', 'varbinary(20)', 'CAST(0x01 AS varbinary(20))', '0x01'],
  ['CAST(t.a AS binary(4))', 'varbinary(20)', 'CAST(0x010203 AS varbinary(20))', '0x01020300'],
  ['CAST(t.a AS binary(4))', 'varbinary(20)', 'CAST(0x0102030405 AS varbinary(20))', '0x01020304'],
  ['CAST(t.a AS binary(4))', 'varbinary(20)', 'CAST(0x AS varbinary(20))', '0x00000000'],
  ['CAST(t.a AS varbinary(max))', 'image', 'CAST(0x0102 AS image)', '0x0102'],
  ['CAST(t.a AS int)', 'varbinary(20)', 'CAST(0x01 AS varbinary(20))', '1'],
  ['CAST(t.a AS int)', 'varbinary(20)', 'CAST(0xFFFFFFFB AS varbinary(20))', '-5'],
  ['CAST(t.a AS int)', 'varbinary(20)', 'CAST(0x0102030405 AS varbinary(20))', '33752069'],
  ['CAST(t.a AS int)', 'varbinary(20)', 'CAST(0x AS varbinary(20))', '0'],
  ['CAST(t.a AS bigint)', 'varbinary(20)', 'CAST(0xFFFFFFFFFFFFFFFB AS varbinary(20))', '-5'],
  ['CAST(t.a AS bigint)', 'varbinary(20)', 'CAST(0x80000000 AS varbinary(20))', '2147483648'],
  ['CAST(t.a AS tinyint)', 'varbinary(20)', 'CAST(0x01FF AS varbinary(20))', '255'],
  ['CAST(t.a AS smallint)', 'varbinary(20)', 'CAST(0x8000 AS varbinary(20))', '-32768'],
  [
    'CAST(CAST(t.a AS uniqueidentifier) AS varchar(36))',
    'varbinary(20)',
    'CAST(0x00112233445566778899AABBCCDDEEFF AS varbinary(20))',
    '33221100-5544-7766-8899-AABBCCDDEEFF',
  ],
  [
    'CAST(CAST(t.a AS uniqueidentifier) AS varchar(36))',
    'varbinary(20)',
    'CAST(0x0011 AS varbinary(20))',
    '00001100-0000-0000-0000-000000000000',
  ],
  [
    'CAST(t.a AS binary(16))',
    'uniqueidentifier',
    "CAST('33221100-5544-7766-8899-AABBCCDDEEFF' AS uniqueidentifier)",
    '0x00112233445566778899AABBCCDDEEFF',
  ],
  ['CAST(t.a AS varbinary(10))', 'varchar(20)', "CAST('abc' AS varchar(20))", '0x616263'],
  ['CAST(t.a AS varbinary(10))', 'varchar(20)', "CAST('Köln €' AS varchar(20))", '0x4BF66C6E2080'],
  ['CAST(t.a AS varbinary(10))', 'varchar(20)', "CAST('' AS varchar(20))", '0x'],
  ['CAST(t.a AS binary(4))', 'char(3)', "CAST('a' AS char(3))", '0x61202000'],
  ['CAST(t.a AS varbinary(20))', 'nvarchar(20)', "CAST(N'aé€' AS nvarchar(20))", '0x6100E900AC20'],
  ['CAST(t.a AS varbinary(20))', 'nvarchar(20)', "CAST(N'😀' AS nvarchar(20))", '0x3DD800DE'],
  ['CONVERT(varbinary(10), t.a, 1)', 'varchar(20)', "CAST('0x0A0b' AS varchar(20))", '0x0A0B'],
  ['CONVERT(varbinary(10), t.a, 1)', 'varchar(20)', "CAST('0X0A' AS varchar(20))", '0x0A'],
  ['CONVERT(varbinary(10), t.a, 1)', 'varchar(20)', "CAST('0x' AS varchar(20))", '0x'],
  ['CONVERT(varbinary(10), t.a, 1)', 'varchar(20)', "CAST('0A' AS varchar(20))", 'error 8114'],
  ['CONVERT(varbinary(10), t.a, 2)', 'varchar(20)', "CAST('0A0b' AS varchar(20))", '0x0A0B'],
  ['CONVERT(varbinary(10), t.a, 2)', 'varchar(20)', "CAST('0A0' AS varchar(20))", 'error 8114'],
  ['CONVERT(varbinary(10), t.a, 2)', 'varchar(20)', "CAST('zz' AS varchar(20))", 'error 8114'],
  ['CONVERT(varbinary(10), t.a, 2)', 'varchar(20)', "CAST('' AS varchar(20))", '0x'],
  ['TRY_CONVERT(varbinary(10), t.a, 2)', 'varchar(20)', "CAST('zz' AS varchar(20))", 'NULL'],
  ["HASHBYTES('MD5', t.a)", 'varchar(20)', "CAST('Köln' AS varchar(20))", '0x2A0FC788DA2F5A62DD4A1281B93B5BD4'],
  ["HASHBYTES('MD5', t.a)", 'varchar(20)', "CAST('abc' AS varchar(20))", '0x900150983CD24FB0D6963F7D28E17F72'],
  [
    "HASHBYTES('SHA2_256', t.a)",
    'nvarchar(20)',
    "CAST(N'Köln' AS nvarchar(20))",
    '0x1D891D4C3BEBE1942D287421536F00178D92127EA55B457949D09737AC5F53D9',
  ],
  [
    "CAST(HASHBYTES('SHA2_256', t.a) AS varbinary(16))",
    'varchar(20)',
    "CAST('abc' AS varchar(20))",
    '0xBA7816BF8F01CFEA414140DE5DAE2223',
  ],
];

describe('Bytes and floats as texts', () => {
  it.each(CASES)('%s of %s: %s is %s', async (expression, _type, given, value) => {
    const shown = value.startsWith('0x') ? `CONVERT(varchar(200), ${expression}, 1)` : expression;
    const [row] = await duckdb.run(`SELECT ${shown} FROM (VALUES (${given}), (NULL)) AS t(a) WHERE t.a IS NOT NULL`);
    expect(row?.startsWith('error:') ? `error ${/\((\d+)\)$/.exec(row)?.[1]}` : row).toBe(value);
  });

  it('NULL stays NULL', async () => {
    const expressions = [
      'CAST(b AS binary(4))',
      'CAST(b AS int)',
      'CAST(i AS binary(8))',
      'CONVERT(varchar(20), f, 3)',
    ];
    const columns =
      '(VALUES (CAST(NULL AS varbinary(4)), CAST(NULL AS int), CAST(NULL AS float)), (0x01, 1, 1e0)) AS t(b, i, f)';
    expect(await duckdb.run(`SELECT ${expressions.join(', ')} FROM ${columns} WHERE i IS NULL`)).toEqual([
      'NULL | NULL | NULL | NULL',
    ]);
  });

  it.each([
    ['varbinary(32)', true],
    ['binary(32)', true],
    ['varbinary(max)', true],
    ['varbinary(16)', false],
    ['binary(40)', false],
  ])('a hash of 32 bytes fits into %s as it is: %s', (type, plain) => {
    const { sql } = translate(`SELECT CAST(HASHBYTES('SHA2_256', Title) AS ${type}) AS h FROM dbo.Item`);
    expect(sql).toMatch(plain && type !== 'binary(32)' ? /^select\s+unhex\(sha256/ : /select/);
  });

  it.each([
    'SELECT CAST(Price AS varbinary(20)) FROM dbo.Item',
    'SELECT CAST(Sold AS binary(8)) FROM dbo.Item',
    'SELECT TRY_CAST(Name AS varbinary(20)) FROM dbo.Item',
  ])('%s is refused', (sql) => {
    expect(translate(sql).codes).toEqual(['render-no-conversion']);
  });
});
